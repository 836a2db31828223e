import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compose, subgraphs } from "./compose.ts";
import { servePictures } from "./pictures/server.ts";
import { startGateway, startReadout } from "./services.ts";

/** `npm run supergraph`: Readout, the picture desk, and the gateway before both, on this machine. */

const data = fileURLToPath(new URL("data/", import.meta.url));
mkdirSync(data, { recursive: true });
const readout = await startReadout(fileURLToPath(new URL("data/readout", import.meta.url)));
const pictures = await servePictures();
const supergraph = fileURLToPath(new URL("data/supergraph.graphql", import.meta.url));
writeFileSync(supergraph, compose(subgraphs({ readout: readout.url, pictures: pictures.url })));
const gateway = await startGateway(supergraph, Number(process.env.PORT ?? 4001));

process.stdout.write(`The supergraph: ${gateway.url}
  Readout:      ${readout.url}
  Picture desk: ${pictures.url}
Try: { contacts { edges { node { title caption photographs { url people { name } } } } } }
Stop it with Ctrl+C.
`);

const stop = async () => {
  await gateway.stop();
  await Promise.all([pictures.stop(), readout.stop()]);
  process.exit(0);
};
process.once("SIGINT", stop).once("SIGTERM", stop);
