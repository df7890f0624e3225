import { createHash } from 'node:crypto'

/** All of how it looks: no picture, no font and no script, so that nothing is asked for elsewhere. */
const CSS = `
:root{color-scheme:light dark;--ground:#f5f7f9;--paper:#fff;--ink:#17212b;--soft:#53606e;--line:#d8dee5;--link:#1b5c93;--fill:#1b5c93;--on-fill:#fff;--bad:#b3261e;--warn:#8a5800;--good:#1c6b3a;--mark:#eef3f8}
@media (prefers-color-scheme:dark){:root{--ground:#10151b;--paper:#181f27;--ink:#e8edf2;--soft:#a7b2bd;--line:#313b46;--link:#86bdea;--fill:#86bdea;--on-fill:#0d1a26;--bad:#ff9389;--warn:#efbb55;--good:#7fd29d;--mark:#212b36}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:3px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
h1,h2,h3,h4,p,ul,dl,dd,figure{margin:0}
ul{padding:0;list-style:none}
h1{font-size:1.5rem;line-height:1.3}
h2{font-size:1.0625rem;line-height:1.4}
h3{font-size:1rem}
h4{font-size:.875rem;font-weight:600}
.skip{position:absolute;left:-100vw;top:0;padding:.5rem 1rem;background:var(--paper);z-index:2}
.skip:focus{left:0}
.top{background:var(--paper);border-bottom:1px solid var(--line)}
.bar,.pages ul,main,footer{max-width:76rem;margin:0 auto;padding-left:1rem;padding-right:1rem}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1rem;padding-top:.625rem}
.brand{font-weight:700}
.city{margin-left:.5rem;color:var(--soft);font-weight:400}
.who{display:flex;flex-wrap:wrap;align-items:center;gap:.125rem .75rem;font-size:.875rem}
.role,.until{color:var(--soft)}
.pages ul{display:flex;flex-wrap:wrap;gap:0 .25rem;padding-top:.25rem;padding-left:.375rem}
.pages a{display:block;padding:.5rem .625rem;color:var(--ink);text-decoration:none;border-bottom:3px solid transparent}
.pages a:hover{border-bottom-color:var(--line)}
.pages a[aria-current]{font-weight:600;color:var(--link);border-bottom-color:var(--link)}
main{padding-top:1.25rem;padding-bottom:1.5rem}
footer{padding-top:.5rem;padding-bottom:2rem;color:var(--soft);font-size:.875rem}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 1rem;margin-bottom:1rem}
.as-of,.note,.empty{color:var(--soft);font-size:.875rem}
.block{margin-bottom:1.75rem}
.block>h2{margin-bottom:.5rem}
.block>h2+.note{margin:-.375rem 0 .5rem}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:.75rem}
.figure{display:flex;flex-direction:column;padding:.75rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:6px}
.figure dt{color:var(--soft);font-size:.875rem}
.figure .value{font-size:1.625rem;line-height:1.35;font-weight:600}
.figure .value a{text-decoration-color:var(--line)}
.figure.bad{border-left:4px solid var(--bad)}
.figure.warn{border-left:4px solid var(--warn)}
.bad,.figure.bad .value,.bad a{color:var(--bad)}
.warn,.figure.warn .value,.warn a{color:var(--warn)}
.good{color:var(--good)}
.figure.bad,.figure.warn{color:inherit}
.figure.bad .value a{color:var(--bad)}
.figure.warn .value a{color:var(--warn)}
.scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.5}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;white-space:nowrap}
thead th{color:var(--soft);font-size:.8125rem;font-weight:600;border-bottom:1px solid var(--line)}
tbody th{font-weight:500}
tbody tr+tr>*{border-top:1px solid var(--line)}
tbody tr:hover>*{background:var(--mark)}
th.number,td.number{text-align:right}
th.text,td.text{white-space:normal;min-width:10.5rem}
th.long,td.long{white-space:normal;min-width:16rem}
.narrow{max-width:46rem}
.empty{padding:.75rem 1rem;background:var(--paper);border:1px dashed var(--line);border-radius:6px}
.chart{margin-bottom:.75rem;padding:.25rem;background:var(--paper);border:1px solid var(--line);border-radius:6px}
.chart{overflow-x:auto}
.chart img{display:block;width:100%;min-width:34rem;max-width:60rem;height:auto;margin:0 auto}
.notes{margin-bottom:1.25rem;padding:.75rem 1rem;border-left:3px solid var(--line);color:var(--soft);font-size:.875rem}
.notes h2{font-size:.875rem;color:var(--ink)}
.filters{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:.625rem .75rem;align-items:end}
.field{min-width:0}
.field label{display:block;color:var(--soft);font-size:.8125rem}
select,input,button{font:inherit;color:inherit}
select,input{width:100%;min-height:2.5rem;padding:.25rem .5rem;background:var(--paper);border:1px solid var(--soft);border-radius:4px}
button{min-height:2.5rem;padding:.25rem 1rem;background:var(--fill);color:var(--on-fill);border:1px solid var(--fill);border-radius:4px;cursor:pointer}
button:hover{filter:brightness(1.08)}
button.quiet,button.second{background:transparent;color:var(--link);border-color:var(--link)}
button.quiet{min-height:2rem;padding:0 .75rem}
.filters.one{grid-template-columns:minmax(0,18rem) auto;justify-content:start}
.fold{background:var(--paper);border:1px solid var(--line);border-radius:6px}
.fold summary{padding:.5rem 1rem;cursor:pointer;font-weight:600}
.fold form{padding:.25rem 1rem 1rem}
.chosen{margin-left:.75rem;color:var(--soft);font-weight:400;font-size:.875rem}
.pager{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:-1rem 0 1.75rem;font-size:.875rem;color:var(--soft)}
.export form{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.5rem}
.lane{margin-top:.75rem;padding:.75rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:6px}
.lane .count{color:var(--soft);font-weight:400}
.stacks{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.75rem 1.25rem;margin-top:.375rem}
.stack{color:inherit}
.stack h4{padding-bottom:.25rem;border-bottom:2px solid var(--line)}
.stack.none h4{color:var(--soft);font-weight:400}
.stack.bad h4{color:var(--bad);border-bottom-color:var(--bad)}
.stack.warn h4{color:var(--warn);border-bottom-color:var(--warn)}
.stack li{padding:.375rem 0;border-bottom:1px solid var(--line);font-size:.875rem}
.stack li a{color:var(--link)}
.stack li span{display:block;color:var(--soft)}
.stack .more{padding-top:.25rem;font-size:.875rem}
.stack .more a{color:var(--link)}
.alone main{max-width:32rem;padding-top:3rem}
.alone .brand{margin-bottom:1.5rem}
.alone h1{margin-bottom:.75rem}
.alone p+p,.alone form{margin-top:.75rem}
.alone button{min-height:3rem;padding:.25rem 2rem}
@media (max-width:60rem){.stacks{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (max-width:40rem){.stacks{grid-template-columns:minmax(0,1fr)}.filters.one{grid-template-columns:minmax(0,1fr) auto}main{padding-top:.75rem}.figures{grid-template-columns:minmax(0,1fr);gap:0;background:var(--paper);border:1px solid var(--line);border-radius:6px}.figure{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;padding:.5rem .75rem;border-width:0 0 0 4px;border-left-color:transparent;border-radius:0}.figure+.figure{border-top:1px solid var(--line)}.figure dt{font-size:1rem;color:inherit}.figure .value{grid-column:2;grid-row:1/span 2;align-self:center;font-size:1.375rem}.figure .note{grid-column:1}.stack.none{display:none}.pages ul{gap:0;padding-left:.5rem}.pages a{padding:.375rem .5rem}.filters{grid-template-columns:repeat(2,minmax(0,1fr))}}
@page{size:A4 landscape;margin:12mm}
@media print{:root{color-scheme:light;--ground:#fff;--paper:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--bad:#000;--warn:#000;--good:#000;--mark:#fff}.pages,.who button,.filters,.fold,.export,.pager a,.skip{display:none}.scroll{overflow:visible;border:0}table{font-size:9.5px}th,td{white-space:normal;padding:3px 5px;overflow-wrap:normal;word-break:keep-all}tbody th{white-space:nowrap}th.text,td.text{min-width:7em;word-break:normal}th.long,td.long{min-width:16em;word-break:normal}.chart img{min-width:0}.stacks{grid-template-columns:repeat(4,minmax(0,1fr))}.lane,.figure,tr,.chart{break-inside:avoid}thead{display:table-header-group}a{text-decoration:none}body{font-size:12px}}
`

const HASH = createHash('sha256').update(CSS).digest('base64url').slice(0, 12)

/** Its name changes with what it says, so that a browser may keep it. */
export const STYLE: { readonly path: string; readonly css: string } = { path: `style-${HASH}.css`, css: CSS.trim() }

/** What stands in the tab. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1b5c93"/><path d="M4 12V8m4 4V4m4 8V6" stroke="#fff" stroke-width="2"/></svg>'
