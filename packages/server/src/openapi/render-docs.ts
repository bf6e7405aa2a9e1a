import { errorTable } from "@aiecs/core";
import { docsPage } from "./docs-page.ts";
import { type Html, html } from "./html.ts";

type Schema = { readonly [keyword: string]: unknown };

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
};

type Content = { readonly [mediaType: string]: { readonly schema?: Schema } };

type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: { readonly [status: string]: { readonly description?: string; readonly content?: Content } };
};

/** As much of an OpenAPI document as is shown. */
export type OpenApiDocument = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components?: { readonly schemas?: { readonly [name: string]: Schema } };
};

/** An OpenAPI document as a page for people. */
export function renderDocs({ info, tags = [], paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name));
    return html`<h2 id="${name}">${name}</h2><p>${description ?? ""}</p>${own.map(renderOperation)}`;
  });
  const links = tags.map(({ name }) => html`<a href="#${name}">${name}</a>`);
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      html`<details id="schema-${name}"><summary><code>${name}</code></summary>${renderSchema(schema)}</details>`,
  );
  return docsPage(
    `${info.title} ${info.version}`,
    html`<h1>${info.title} <small>${info.version}</small></h1>
<p>${info.description ?? ""} The same for programs: <a href="/openapi.json">/openapi.json</a>.</p>
<nav>${links}<a href="#errors">errors</a><a href="#schemas">schemas</a></nav>
${groups}
<h2 id="errors">errors</h2>
<p>Every error is <code>application/problem+json</code> with a <code>code</code>:</p>
<table>${Object.entries(errorTable).map(([code, { meaning, httpStatus }]) => html`<tr id="${code}"><th>${code}</th><td>${meaning}</td><td>${httpStatus}</td></tr>`)}</table>
<h2 id="schemas">schemas</h2>
${schemas}`,
  );
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): Html {
  const { summary = "", description = "", parameters = [], requestBody, responses = {} } = operation;
  return html`<details>
<summary><span class="method">${method.toUpperCase()}</span> <code>${path}</code> – ${summary}</summary>
<p>${description}</p>
${parameters.length === 0 ? "" : renderParameters(parameters)}
${requestBody ? html`<h4>Body</h4>${renderContent(requestBody.content)}` : ""}
${Object.entries(responses).map(([status, answer]) => html`<h4>${status}</h4><p>${answer.description ?? ""}</p>${renderContent(answer.content ?? {})}`)}
</details>`;
}

function renderParameters(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required = false, description = "", schema = {} }) =>
      html`<tr><td><code>${name}</code></td><td>${place}${required ? ", required" : ""}</td><td>${typeName(schema)}</td><td>${description}</td></tr>`,
  );
  return html`<table>${rows}</table>`;
}

function renderContent(content: Content): readonly Html[] {
  return Object.entries(content).map(
    ([type, { schema = {} }]) => html`<p><code>${type}</code></p>${renderSchema(schema)}`,
  );
}

function renderSchema(schema: Schema): Html {
  const { $ref: reference } = schema;
  if (typeof reference !== "string") return html`<pre>${JSON.stringify(schema, null, 2)}</pre>`;
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return html`<p><a href="#schema-${name}">${name}</a></p>`;
}

function typeName({ type, enum: values }: Schema): string {
  if (Array.isArray(values)) return values.join(" | ");
  if (Array.isArray(type)) return type.join(" or ");
  return typeof type === "string" ? type : "any";
}
