import type { Figures } from "../harness/figures.ts";
import { countInstantiations } from "./count-instantiations.ts";
import type { Project } from "./write-project.ts";

export async function measure(project: Project, { tools }: { tools: number }): Promise<Figures> {
  using written = project;
  const costs = countInstantiations(written);
  return { ...costs, perOperation: costs.instantiations / (tools * 10) };
}
