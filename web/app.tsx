import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AgreementView } from "./agreement/view.tsx";
import { connection } from "./api/socketState.ts";
import { ContactView } from "./contact/view.tsx";
import { ContactsView } from "./contacts/view.tsx";
import { OutletView } from "./outlet/view.tsx";
import { Heading, Nothing } from "./parts/view.tsx";
import { PartyView } from "./party/view.tsx";
import { PersonView } from "./person/view.tsx";
import { go, place } from "./place/place.ts";
import { RelationshipView } from "./relationship/view.tsx";
import { ReportView } from "./report/view.tsx";

/** The frame of every view, and the view that the address asks for. */
export function App() {
  useEffect(() => {
    addEventListener("keydown", focusSearch);
    return () => removeEventListener("keydown", focusSearch);
  }, []);
  const path = place.value.pathname;
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="masthead">
        <a class="wordmark" href="/">
          Readout
        </a>
        <nav aria-label="Main">
          <a href="/" aria-current={path === "/" ? "page" : undefined}>
            Contacts
          </a>
          <a href="/network" aria-current={path === "/network" ? "page" : undefined}>
            Network
          </a>
          <a href="/graphql">GraphiQL</a>
        </nav>
        <ConnectionState />
      </header>
      <main id="main" tabIndex={-1}>
        <View path={path} />
      </main>
    </>
  );
}

function View({ path }: { path: string }) {
  const [, view, rest = "", ...more] = path.split("/");
  const named = decoded(rest);
  if (path === "/") return <ContactsView />;
  if (path === "/network") return <OnDemand />;
  if (named !== null && rest !== "" && more.length === 0) {
    // A key: another thing of the same sort is another view, which starts anew.
    switch (view) {
      case "contact":
        return <ContactView key={named} id={named} />;
      case "relationship": {
        const keys = [...new Set(named.split(",").filter((key) => key !== ""))];
        if (keys.length > 1) return <RelationshipView key={named} keys={keys} />;
        break;
      }
      case "party":
        return <PartyView key={named} partyKey={named} />;
      case "person":
        return <PersonView key={named} slug={named} />;
      case "outlet":
        return <OutletView key={named} slug={named} />;
      case "agreement":
        return <AgreementView key={named} slug={named} />;
      case "report":
        return <ReportView key={named} id={named} />;
    }
  }
  return (
    <>
      <Heading title="Nothing here" />
      <Nothing title="This address leads nowhere">
        <p>
          <a href="/">All contacts</a> · <a href="/network">The network</a>
        </p>
      </Nothing>
    </>
  );
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The network comes with a library of its own, which nobody else waits for. */
function OnDemand() {
  const [view, setView] = useState<{ NetworkView: FunctionComponent } | "failed" | null>(null);
  const load = () => {
    setView(null);
    import("./network/view.tsx").then(setView, () => setView("failed"));
  };
  useEffect(load, []);
  if (view === null) return <div class="state" role="status" aria-busy="true" />;
  if (view === "failed") {
    return (
      <Nothing title="The network could not be loaded">
        <button type="button" onClick={load}>
          Try again
        </button>
      </Nothing>
    );
  }
  return <view.NetworkView />;
}

/** Whether what is shown is kept up with the record. */
function ConnectionState() {
  const said = {
    live: { text: "Live", title: "New contacts appear by themselves." },
    connecting: { text: "Connecting", title: "New contacts will appear by themselves." },
    lost: { text: "Offline", title: "The connection is lost; what is missed will be told when it is back." },
  }[connection.value];
  return (
    <p class={`connection is-${connection.value}`} role="status" title={said.title}>
      {said.text}
    </p>
  );
}

/** "/" goes to the search, from anywhere but a field. */
function focusSearch(event: KeyboardEvent): void {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (
    event.target instanceof Element &&
    event.target.matches("input:not([type=checkbox], [type=range]), textarea, select")
  )
    return;
  event.preventDefault();
  const search = document.getElementById("search");
  if (search === null) go("/", { focus: "search" });
  else search.focus();
}
