import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer.ts";
import { OutletDocument } from "../api/operations.ts";
import { count, label } from "../parts/format.ts";
import { allOf } from "../parts/gathering.ts";
import { Outside } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { ReportList } from "../report/list.tsx";

/** An outlet: whose voice it is, and what it reported. */
export function OutletView({ slug }: { slug: string }) {
  const [afters, setAfters] = useState<readonly (string | null)[]>([null]);
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
        {afters.map((after, index) => (
          <ReportPage
            key={after}
            slug={slug}
            after={after}
            isLast={index === afters.length - 1}
            more={(next) => setAfters([...afters, next])}
          />
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

function ReportPage({
  slug,
  after,
  isLast,
  more,
}: {
  slug: string;
  after: string | null;
  isLast: boolean;
  more(after: string): void;
}) {
  const answer = useAnswer(OutletDocument, { slug, first: 50, after });
  const page = answer.data?.outlet?.reports;
  if (page === undefined) return <Awaited answer={answer} what="its reports" />;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <ReportList reports={page.edges.map(({ node }) => node)} isOfOneOutlet />
      {isLast && hasNextPage && endCursor !== null && (
        <p class="more">
          <button type="button" onClick={() => more(endCursor)}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
