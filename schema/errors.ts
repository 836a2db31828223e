import {
  Ambiguous,
  Conflict,
  type DomainError,
  Forbidden,
  InvalidInput,
  NotFound,
} from "../src/errors/errors.ts";
import { globalId } from "../src/identity/globalId.ts";
import { builder } from "./builder.ts";

/** The errors of writing, as types, so that a typed client can switch over them. */

const WriteError = builder.interfaceRef<DomainError>("WriteError").implement({
  description: "Why nothing was written.",
  fields: (t) => ({
    message: t.exposeString("message", { description: "For a person." }),
    code: t.exposeString("code", { description: 'For a program: "INVALID_INPUT".' }),
    path: t.stringList({
      description: "Where in the input, as names and indexes; empty for the input as a whole.",
      resolve: ({ inputPath }) => inputPath.map(String),
    }),
    expected: t.string({
      nullable: true,
      description: "What would have been right; null where there is no more to say.",
      resolve: ({ expected }) => expected ?? null,
    }),
    got: t.string({
      nullable: true,
      description: "What came instead, cut to 200 characters; null where there is no more to say.",
      resolve: ({ got }) => got ?? null,
    }),
  }),
});

builder.objectType(InvalidInput, {
  name: "InvalidInput",
  description: "The input is not of the form or range that was asked for.",
  interfaces: [WriteError],
});
builder.objectType(NotFound, {
  name: "NotFound",
  description: "Something that the input names does not exist.",
  interfaces: [WriteError],
});
builder.objectType(Conflict, {
  name: "Conflict",
  description:
    "The input contradicts what is stored: an idempotency key with other content, a version that has changed.",
  interfaces: [WriteError],
});
builder.objectType(Forbidden, {
  name: "Forbidden",
  description: "Whoever asks may not do this.",
  interfaces: [WriteError],
});
builder.objectType(Ambiguous, {
  name: "Ambiguous",
  description: "The description fits several contacts.",
  interfaces: [WriteError],
  fields: (t) => ({
    candidates: t.idList({
      description: "Their ids, to choose from.",
      resolve: ({ candidates }) => candidates.map((id) => globalId("Contact", id)),
    }),
  }),
});

/** What every write can end in. */
export const WRITE_ERRORS = [InvalidInput, NotFound, Conflict, Forbidden, Ambiguous];
