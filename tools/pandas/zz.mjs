import * as D from "@duckdb/node-api";
const i=await D.DuckDBInstance.create(":memory:"); const c=await i.connect();
const res={};
const T=async(n,...qs)=>{const a=performance.now(),u=process.cpuUsage();for(const q of qs) await c.run(q);const d=process.cpuUsage(u);(res[n]??=[]).push([performance.now()-a,(d.user+d.system)/1000])};
await c.run("create table t as select * from read_csv('/tmp/pd/s.csv')");
const cols="order_id,order_date,region,category,product,quantity,unit_price,note";
const h=`hash(${cols})`; const src=`(select rowid as id, ${cols} from t)`; const w="quantity is not null";
for(let k=0;k<5;k++){
 await T("filter ctas",`create or replace table a as select * from t where ${w}`);
 await T("distinct ctas",`create or replace table a as select distinct * from t where ${w}`);
 await T("count nulls all","select "+cols.split(",").map(x=>`count(*)-count(${x})`).join()+" from t");
 await T("count distinct hash",`select count(*)-count(distinct ${h}) from ${src} where ${w}`);
 await T("group hash having",`select count(*) from (select ${h} hh from ${src} where ${w} group by hh having count(*)>1)`);
 await T("marked",`create or replace table m as with s as (select ${h} as h from ${src} where ${w} group by h having count(*)>1), n as (select id, row_number() over (partition by ${cols} order by id) as number from ${src} where ${w} and ${h} in (select h from s)) select id from n where number>1`);
 await T("ctas anti",`create or replace table b as select ${cols} from ${src} where ${w} and id not in (select id from m)`);
 await T("ctas anti order",`create or replace table b as select ${cols} from ${src} where ${w} and id not in (select id from m) order by id`);
 await T("group min(id)",`create or replace table m2 as select min(id) id from ${src} where ${w} group by ${h}`);
 await T("group min(id),cnt having",`create or replace table m3 as select ${h} h, min(id) id from ${src} where ${w} group by h having count(*)>1`);
 await T("group plain","create or replace table g as select category, region, count(*), count(order_id),sum(order_id),avg(order_id),min(order_id),max(order_id),count(quantity),sum(quantity),avg(quantity),min(quantity),max(quantity),count(unit_price),sum(unit_price),avg(unit_price),min(unit_price),max(unit_price) from t group by all order by all");
}
for (const [n,v] of Object.entries(res)) { const m=j=>v.map(x=>x[j]).sort((a,b)=>a-b)[2].toFixed(0); console.log(n.padEnd(26),"wall",m(0).padStart(6),"cpu",m(1).padStart(6)); }
