import type { Env } from '../env.ts'
import { DiskStorage } from './disk.ts'
import type { Storage } from './storage.ts'

/** The store that the operator's variables choose. */
export async function openStorage({ s3, dataDir }: Pick<Env, 's3' | 'dataDir'>): Promise<Storage> {
  if (s3 === null) return new DiskStorage(dataDir)
  const { S3Storage } = await import('./s3.ts')
  return new S3Storage(s3)
}
