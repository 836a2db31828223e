import { useAnswer } from "../api/answer.ts";
import { OutletDocument } from "../api/operations.ts";
import { count, label } from "../parts/format.ts";
import { allOf } from "../parts/gathering.ts";
import { Outside } from "../parts/names.tsx";
import { type ShownPage, useNextPage, usePages } from "../parts/pages.ts";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { ReportList } from "../report/list.tsx";

/** An outlet: whose voice it is, and what it reported. */
export function OutletView({ slug }: { slug: string }) {
  const pages = usePages(slug);
  const variables = { slug, first: 50, after: null };
  const answer = useAnswer(OutletDocument, variables);
  if (answer.data === undefined) return <Awaited answer={answer} what="this outlet" isView />;
  const { outlet } = answer.data;
  if (outlet === null) {
    return (
      <>
        <Heading title="No such outlet" />
        <Nothing title={`The record has no outlet “${slug}”`} />
      </>
    );
  }
  const { name, kind, url, country, speaksFor, reports } = outlet;
  return (
    <article>
      <Heading title={name} kicker={label(kind)}>
        <p class="lede">
          {speaksFor.length > 0
            ? `Speaks for: ${speaksFor.map(({ title }) => title).join(", ")}`
            : "Speaks for nobody but itself."}
        </p>
        <p class="lede-meta">
          {count(reports.totalCount, "report")}
          {country !== null && (
            <>
              {" · "}
              <a href={addressOf.party(country.key)}>{country.name}</a>
            </>
          )}
          {url !== null && (
            <>
              {" · "}
              <Outside url={url} />
            </>
          )}
        </p>
      </Heading>
      <Section title="Reports">
        {reports.totalCount === 0 && <Nothing title="The record has no report by it" />}
        {pages.map((shown) => (
          <ReportPage key={shown.after} slug={slug} shown={shown} />
        ))}
      </Section>
      <Tools
        document={OutletDocument}
        variables={variables}
        title={name}
        rows={(gathering) => allOf(OutletDocument, { slug }, ({ outlet }) => outlet?.reports, gathering)}
      />
    </article>
  );
}

function ReportPage({ slug, shown }: { slug: string; shown: ShownPage }) {
  const answer = useAnswer(OutletDocument, { slug, first: 50, after: shown.after });
  const page = answer.data?.outlet?.reports;
  const showMore = useNextPage(shown, page?.pageInfo, answer.isLoading);
  if (page === undefined) return <Awaited answer={answer} what="its reports" />;
  return (
    <>
      <ReportList reports={page.edges.map(({ node }) => node)} isOfOneOutlet />
      {showMore !== null && (
        <p class="more">
          <button type="button" onClick={showMore}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
