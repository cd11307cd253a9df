/** A service that speaks S3. */
import S3rver from 's3rver'
import type { Test } from 'tap'
import { temporaryFolder } from './folder.ts'

/** A real server of S3, with one bucket. @returns the operator's variables for it */
export async function startS3(t: Test): Promise<Record<string, string>> {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: await temporaryFolder(t),
    configureBuckets: [{ name: 'guildhall', configs: [] }],
  })
  const { port } = await server.run()
  t.teardown(() => server.close())
  return variables(port)
}

export const variables = (port: number): Record<string, string> => ({
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_BUCKET: 'guildhall',
  S3_ACCESS_KEY_ID: 'S3RVER',
  S3_SECRET_ACCESS_KEY: 'S3RVER',
  S3_REGION: 'us-east-1',
})

export const accessOf = (env: Record<string, string>) => ({
  endpoint: new URL(env.S3_ENDPOINT ?? ''),
  bucket: env.S3_BUCKET ?? '',
  accessKeyId: env.S3_ACCESS_KEY_ID ?? '',
  secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? '',
  region: env.S3_REGION ?? '',
})
