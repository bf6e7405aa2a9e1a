export type FilePlace = { readonly path: string; readonly isFolder: boolean };

/** Confines an operation's file paths to the allowed roots, symbolic links resolved. An escape is E001 and says so. */
export interface FileAccess {
  /** The real path of an existing regular file that may be read. @throws E001 missing, a directory, outside the roots, too large */
  readable(path: string): Promise<string>;
  /** The real path of an existing regular file or folder that may be read. @throws E001 missing, neither, outside the roots, too large */
  place(path: string): Promise<FilePlace>;
  /** A path that may be written, its folder made. @throws E001 outside the roots */
  writable(path: string): Promise<string>;
}
