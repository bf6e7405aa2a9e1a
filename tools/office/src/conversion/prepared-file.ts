/** A document as LibreOffice gets it: nothing in it refers to other files or to the network. */
export type PreparedFile = {
  /** By which LibreOffice knows the format, without a dot. */
  readonly extension: string;
  readonly content: Uint8Array;
  /** Its name without folder and extension; printed on the pages of sheets. */
  readonly title: string;
  /** LibreOffice's name of the filter that reads it, where the extension does not say enough. */
  readonly importFilter?: string;
  /** What was left out on purpose. */
  readonly notes: readonly string[];
};
