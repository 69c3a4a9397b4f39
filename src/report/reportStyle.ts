import { mistakeRampStyle } from './charts/mistakeRamp.js';

/**
 * The report's style sheet: paper and ink, one accent colour, light and dark, phone to wide screen.
 */
export const REPORT_STYLE = `
:root{--paper:#fbf8f1;--sheet:#f3eee2;--right:#e6e1d5;--line:#ddd7c9;--ink:#201e1a;--soft:#5c574f;--accent:#1f4f96;
color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:var(--ink);background:var(--paper)}
@media (prefers-color-scheme:dark){:root{--paper:#17181b;--sheet:#1f2125;--right:#2c2f35;--line:#36393f;--ink:#ece8df;--soft:#b3aea3;--accent:#8db6f2}}
*{box-sizing:border-box}
body{margin:0}
html:has(dialog[open]){overflow:hidden}
main{max-width:72rem;margin:0 auto;padding:clamp(1rem,4vw,3rem) clamp(1rem,4vw,2.5rem) 4rem}
h1,h2,h3,p,dl,dd,ol,ul,figure{margin:0;padding:0}
p,li{text-wrap:pretty}
ol,ul{list-style:none}
h1{font-size:1rem;font-weight:600}
h2{font-size:1.25rem;line-height:1.3;font-weight:650}
h3{font-size:1rem;font-weight:600;margin-bottom:.75rem}
.soft{color:var(--soft);max-width:50rem}
section{margin-top:3.5rem}
section>h2+p{margin:.25rem 0 1.25rem}
noscript p{margin-bottom:1rem}
section>h2+:not(p){margin-top:1rem}
button{font:inherit;color:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.scroll{overflow-x:auto}

header{display:grid;gap:2rem 4rem}
.figure{font-size:clamp(4rem,15vw,7.5rem);line-height:1.05;font-weight:650;letter-spacing:-.035em;margin:.25rem 0 .75rem -.04em;white-space:nowrap}
.unit{font-size:.5em;font-weight:400;letter-spacing:0;color:var(--soft)}
.lead{font-size:1.25rem;margin-bottom:.25rem}
.measured h2,.notes h2{font-size:1rem;font-weight:600;margin-bottom:.5rem}
.facts div{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:1rem;padding:.3rem 0;border-top:1px solid var(--line)}
.facts dt{color:var(--soft)}
.facts dd{overflow-wrap:anywhere}
.notes{border-left:3px solid var(--accent);padding:.25rem 0 .25rem 1.25rem;max-width:60rem}
.notes li+li{margin-top:.35rem}
@media (min-width:56rem){header{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.notes{grid-column:1/-1}}

.side-by-side{display:grid;gap:2rem 3rem}
@media (min-width:56rem){.side-by-side{grid-template-columns:minmax(0,1fr) 15rem}}
.matrix{width:100%;max-width:46rem;table-layout:fixed;border-collapse:separate;border-spacing:2px;text-align:center}
.matrix th{font-weight:600;color:var(--soft);padding:0}
.matrix .axis{font-weight:400}
.matrix col.axis,.matrix col.label{width:2rem}.matrix colgroup.total{width:4rem}
.matrix .axis span{writing-mode:vertical-rl;transform:rotate(180deg)}
.matrix tbody td{height:2.75rem;padding:0;border-radius:4px;background:var(--sheet)}
.matrix button{display:block;width:100%;height:100%;min-height:24px;padding:0;border:0;border-radius:inherit;background:none}
.matrix button:hover{box-shadow:inset 0 0 0 2px var(--ink)}
.matrix .zero{color:var(--soft)}
.matrix td.right{background:var(--right);color:var(--soft)}
.matrix .total,.matrix .total td{color:var(--soft);background:none;font-size:.875rem}
@media (max-width:40rem){.matrix{font-size:.75rem;letter-spacing:-.02em;border-spacing:1px}.matrix .total{display:none}.matrix tbody td{height:2rem}
.matrix col.axis,.matrix col.label{width:1.05rem}.matrix .right button{font-size:.6875rem}}
.pairs button{display:flex;justify-content:space-between;align-items:center;width:100%;min-height:2.75rem;padding:0;border:0;border-top:1px solid var(--line);background:none;text-align:left}
.pairs button:hover{color:var(--accent)}
.swatch{min-width:2.75rem;padding:.1rem .5rem;border-radius:4px;text-align:center}

.frame{display:block;flex:none;width:84px;height:84px;background:var(--sheet);border-radius:6px}
.frame canvas{display:block;width:100%;height:100%;image-rendering:pixelated}
@media (prefers-color-scheme:dark){.frame canvas{filter:invert(.93)}}
.words{display:grid;gap:.05rem;font-size:.875rem;color:var(--soft);min-width:0}
.words strong{color:var(--ink);font-weight:400}
.words b{font-weight:700}
.name{overflow-wrap:anywhere;font-size:.75rem}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));gap:1.5rem 1rem}
.gallery .frame{width:112px;height:112px;margin-bottom:.4rem}
@media (max-width:40rem){.gallery{grid-template-columns:repeat(3,minmax(0,1fr))}.gallery .frame{width:auto;height:auto;aspect-ratio:1}}

.pair{display:grid;gap:0 4rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:56rem){.pair:has(.configuration){grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.figures{border-collapse:collapse;width:100%;max-width:40rem}
.figures th,.figures td{padding:.3rem 0 .3rem .75rem;text-align:right;border-top:1px solid var(--line);font-weight:400;white-space:nowrap}
.figures th:first-child{text-align:left;padding-left:0;font-weight:600}
.figures thead th{border:0;color:var(--soft);font-weight:400}
.figures tfoot tr:first-child>*{border-top:2px solid var(--line)}
.figures tfoot th:first-child{font-weight:400;color:var(--soft)}
@media (max-width:40rem){.figures{font-size:.8125rem}.figures th,.figures td{padding-left:.35rem}}
.curves{display:grid;gap:2rem 3rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}
.curves svg{display:block;width:100%;height:auto;max-width:34rem}
.shifts svg{display:block;width:100%;height:auto;max-width:44rem}
.against h3{margin-top:1.5rem}
figcaption{font-weight:600;margin-bottom:.5rem}
details{margin-top:1rem}
summary{cursor:pointer;min-height:24px;color:var(--accent)}

dialog{position:fixed;inset:0 0 0 auto;width:min(100vw,32rem);max-width:none;height:100dvh;max-height:none;margin:0;padding:0;border:0;border-left:1px solid var(--line);background:var(--paper);color:inherit}
dialog::backdrop{background:rgb(0 0 0/.4)}
.drawer{display:flex;flex-direction:column;height:100%}
.bar{display:flex;justify-content:space-between;align-items:start;gap:1rem;padding:1.25rem 1.5rem 1rem;border-bottom:1px solid var(--line)}
.bar button{min-height:44px;padding:0 1rem;border:1px solid var(--line);border-radius:6px;background:none}
.bar button:hover{border-color:var(--ink)}
.body{overflow-y:auto;padding:0 1.5rem 2rem}
.cards li{display:flex;gap:1rem;align-items:center;padding:.75rem 0;border-bottom:1px solid var(--line)}
${mistakeRampStyle((step, cell, text) => `.matrix td.step${step},.swatch.step${step}{background:${cell};color:${text}}`)}
@media (forced-colors:active){.matrix td{border:1px solid}}
@media print{dialog{display:none}section{break-inside:avoid}}
`;
