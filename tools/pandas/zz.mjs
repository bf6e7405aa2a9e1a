import * as D from "@duckdb/node-api";
const i=await D.DuckDBInstance.create(":memory:",{threads:"1"}); const c=await i.connect();
await c.run("create table v as select * from read_csv('/tmp/pd/s.csv', all_varchar=true)");
await c.run("alter table v rename order_id to i; alter table v rename unit_price to n; alter table v rename order_date to d");
const T={}; const X="TRY_CAST(n AS DOUBLE)";
const num=(t,cast)=>`CASE WHEN NOT (${t} >= '00' AND ${t} < '0:') AND NOT (${t} >= '-00' AND ${t} < '-0:') AND NOT (${t} >= '+' AND ${t} < ',') AND NOT contains(${t}, '_') AND isfinite(${cast}(${t} AS DOUBLE)) THEN ${cast}(${t} AS DOUBLE) END`;
const err=t=>`CASE WHEN ${t} IS NOT NULL THEN error('x') END`;

const X="TRY_CAST(n AS DOUBLE)";

const q={
 base:"select count(n) from v", try:`select sum(${X}) from v`,
 one:`select sum(CASE WHEN n >= '0:' THEN ${X} END) from v`,
 oneelse:`select sum(CASE WHEN n >= '0:' THEN ${X} WHEN n LIKE '0.%' THEN ${X} END) from v`,
 like3:`select sum(CASE WHEN n NOT LIKE '0%' THEN ${X} END) from v`,
 sw:`select sum(CASE WHEN NOT starts_with(n,'0') THEN ${X} END) from v`,
 underl:`select sum(CASE WHEN n NOT LIKE '%\\_%' ESCAPE '\\' THEN ${X} END) from v`,
 all:`select sum(CASE WHEN n NOT LIKE '%\\_%' ESCAPE '\\' AND isfinite(${X}) AND (n >= '0:' OR NOT ((n >= '00' AND n < '0:') OR (n >= '-00' AND n < '-0:') OR (n >= '+' AND n < ','))) THEN ${X} END) from v`,
 all2:`select sum(CASE WHEN isfinite(${X}) AND n NOT LIKE '%\\_%' ESCAPE '\\' THEN CASE WHEN n >= '0:' THEN ${X} WHEN NOT ((n >= '00' AND n < '0:') OR (n >= '-00' AND n < '-0:') OR (n >= '+' AND n < ',')) THEN ${X} END END) from v`,
 regex:`select sum(CASE WHEN regexp_matches(n,'^-?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][+-]?[0-9]+)?$') THEN ${X} END) from v`,
};
for(let k=0;k<15;k++) for(const [n,s] of Object.entries(q)){const u=process.cpuUsage();await c.run(s);const d=process.cpuUsage(u);(T[n]??=[]).push((d.user+d.system)/1000)}
for(const [n,v] of Object.entries(T)) console.log(n.padEnd(14),"min",Math.min(...v).toFixed(0),"med",v.sort((a,b)=>a-b)[7].toFixed(0));
