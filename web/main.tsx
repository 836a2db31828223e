import { Provider } from "@urql/preact";
import { render } from "preact";
import { client } from "./api/client.ts";
import { followFromNow } from "./api/live.ts";
import { App } from "./app.tsx";

const page = document.getElementById("page");
if (page === null) throw new Error('index.html has no element "page"');
render(
  <Provider value={client}>
    <App />
  </Provider>,
  page,
);
void followFromNow();
