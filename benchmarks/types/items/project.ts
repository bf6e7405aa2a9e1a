import { fileURLToPath } from "node:url";
import { aiSdkProject, langchainProject, schemasProject } from "../other-projects.ts";
import { callsProject, coreProject, definitionsProject, fullSize, typedProject } from "../typed-project.ts";
import { type Project, writeProject } from "../write-project.ts";

const projects = {
  core: coreProject,
  definitions: definitionsProject,
  calls: callsProject,
  ours: typedProject,
  schemas: schemasProject,
  langchain: langchainProject,
  ai: aiSdkProject,
};

type ProjectSettings = { readonly project: keyof typeof projects; readonly tools: number };

const ownModules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const peersModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

export function create({ project, tools }: ProjectSettings): Project {
  const isPeer = project === "langchain" || project === "ai";
  return writeProject(projects[project]({ ...fullSize, tools }), isPeer ? peersModules : ownModules);
}
