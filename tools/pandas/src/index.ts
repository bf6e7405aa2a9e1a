import { defineOperation, defineTool, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import { dtypeNames } from "#csv/column-formats.ts";
import { createEngine, type Engine } from "#duckdb/engine.ts";
import type { PandasContext } from "#files/open-table.ts";
import { periodNames } from "#sales/sum-periods.ts";
