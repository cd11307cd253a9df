/** What the operator can cure (a full disk, a taken port, a closed folder) is told in one line, without a stack. */

/** Printed as its message, then its details (PostgreSQL's own last words), with exit code 1. */
export class OperatorError extends Error {
  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message)
    this.name = new.target.name
  }
}

/** The `code` of a system, network or PostgreSQL error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Makes the file system's usual refusals a line that names the folder; any other error comes back as it was. */
export function fileTrouble(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new OperatorError(diskFull(path))
    case 'EACCES':
    case 'EPERM':
      return new OperatorError(
        `${path} is not writable by this account: give it the folder, or set DATA_DIR to another`,
      )
    case 'EROFS':
      return new OperatorError(`${path} is on a read-only file system: set DATA_DIR to a folder that can be written`)
    case 'EEXIST':
    case 'ENOTDIR':
      return new OperatorError(`${path} is not a folder: set DATA_DIR to a folder`)
    default:
      return error
  }
}

export const diskFull = (path: string) => `No space is left on the disk that holds ${path}: free some and start again`
