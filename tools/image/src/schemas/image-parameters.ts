import {
  type FileInput,
  fileInputError,
  fileInputJsonSchema,
  fileInputsJsonSchema,
  isFileInput,
  isFileInputs,
} from "@aiecs/core/toolkit";
import { z } from "zod";

/** A parameter that takes one image. */
export const imageInput: z.ZodType<FileInput, FileInput> = z
  .custom<FileInput>(isFileInput, { error: fileInputError })
  .meta({ ...fileInputJsonSchema, description: "An image: the path of a file, or an artifact." });

/** A parameter that takes one image or a list of them. */
export const imagesInput: z.ZodType<FileInput | readonly FileInput[], FileInput | readonly FileInput[]> = z
  .custom<FileInput | readonly FileInput[]>(isFileInputs, { error: fileInputError })
  .meta({
    ...fileInputsJsonSchema,
    description: "The image, or a list of images in reading order: paths of files, or artifacts.",
  });
