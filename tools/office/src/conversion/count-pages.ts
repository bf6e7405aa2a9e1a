/** How many pages a PDF has. */
export async function countPages(pdf: Uint8Array): Promise<number> {
  const unpdf = await import("unpdf");
  // A copy, since the library takes the bytes away.
  const document = await unpdf.getDocumentProxy(Uint8Array.from(pdf), { verbosity: 0 });
  const pages = document.numPages;
  await document.loadingTask.destroy();
  return pages;
}
