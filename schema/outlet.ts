import type { Outlet as OutletRow } from "../prisma/client/client.ts";
import { globalId } from "../src/identity/globalId.ts";
import { idOf } from "../src/identity/identity.ts";
import { outletList } from "../src/outlet/lists.ts";
import { reportsOfOutlet } from "../src/report/lists.ts";
import { builder } from "./builder.ts";
import { connect, connectParent } from "./connection.ts";
import { OutletFilter } from "./filters.ts";
import { OutletKind } from "./kinds.ts";
import { Node } from "./node.ts";
import { State } from "./party.ts";
import { Office } from "./person.ts";
import { ReportConnection } from "./report.ts";

export const Outlet = builder.objectRef<OutletRow>("Outlet");

Outlet.implement({
  description: "Who publishes reports: a press service, a channel, a spokesperson, a site, a dataset.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Outlet", id) }),
    slug: t.exposeString("slug", { description: 'Its stable key: "first-pool".' }),
    name: t.exposeString("name", { description: "What it is called." }),
    kind: t.expose("kind", { type: OutletKind, description: "What sort of outlet it is." }),
    speaksFor: t.field({
      type: [Office],
      description: "The offices whose voice it is. Two outlets that speak for one office are one voice.",
      resolve: ({ id }, _, { loaders }) => loaders.outlet.speaksFor.load(id),
    }),
    country: t.field({
      type: State,
      nullable: true,
      description: "The state it is in; null where the record does not know.",
      resolve: ({ countryId }, _, { loaders }) =>
        countryId === null ? null : loaders.party.byId.load(countryId),
    }),
    url: t.expose("url", {
      type: "URL",
      nullable: true,
      description: "Where it is on the web; null where it is not known.",
    }),
    reports: t.field({
      type: ReportConnection,
      description: "Its reports, the latest published first.",
      args: t.arg.connectionArgs(),
      resolve: ({ id }, args, context) =>
        connectParent(context, { name: "reports of outlet", list: reportsOfOutlet() }, id, args, (ids) =>
          context.loaders.report.byId.loadMany(ids),
        ),
    }),
  }),
});

export const OutletConnection = builder.connectionObject(
  { type: Outlet, name: "OutletConnection", description: "A page of outlets." },
  { name: "OutletEdge", description: "An outlet in a list." },
);

builder.queryFields((t) => ({
  outlet: t.field({
    type: Outlet,
    nullable: true,
    description: "The outlet with this slug; null where there is none.",
    args: { slug: t.arg.string({ required: true, description: "Its slug." }) },
    resolve: (_, { slug }, { loaders }) => loaders.outlet.byId.load(idOf("outlet", slug)),
  }),
  outlets: t.field({
    type: OutletConnection,
    description: "Outlets, by slug.",
    args: {
      filter: t.arg({ type: OutletFilter, description: "Which outlets; without it, all." }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, args, context) =>
      connect(context, outletList(args.filter), args, (ids) => context.loaders.outlet.byId.loadMany(ids)),
  }),
}));
