import type { Program } from "@aiecs/core/toolkit";

/** LibreOffice, as `aiecs doctor` and its users know it; the same stands in package.json. */
export const libreOffice: Program = {
  name: "LibreOffice",
  commands: ["soffice", "libreoffice"],
  install: "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
};
