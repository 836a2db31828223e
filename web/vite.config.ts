import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder("."),
  // Addresses of views are paths of their own: files are asked for from the top.
  base: "/",
  build: {
    outDir: folder("dist"),
    emptyOutDir: true,
    target: "es2023",
    // A font within a style sheet is loaded by all, also by those who have it or need none of its letters.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // `npm run dev:web`: the page from its sources, before a server that was started with `npm start`.
  server: {
    proxy: {
      "/graphql": { target: "http://127.0.0.1:4000", ws: true },
      "/graphiql": "http://127.0.0.1:4000",
    },
  },
});
