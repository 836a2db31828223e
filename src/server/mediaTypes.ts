import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Says what a body can be where one is refused: multipart forms and the like, which yoga answers with a status alone. */
export const mediaTypes: Plugin = {
  onResponse({ request, response, setResponse, fetchAPI }) {
    if (response.status !== UNSUPPORTED_MEDIA_TYPE || response.body !== null) return;
    const error = new GraphQLError("The body is of a type that is not taken", {
      extensions: {
        code: "UNSUPPORTED_MEDIA_TYPE",
        expected: '"Content-Type: application/json"; nothing is uploaded',
        got: request.headers.get("content-type")?.split(";")[0] ?? null,
      },
    });
    const headers = new fetchAPI.Headers(response.headers);
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.delete("Content-Length");
    setResponse(
      new fetchAPI.Response(JSON.stringify({ errors: [error] }), { status: response.status, headers }),
    );
  },
};

const UNSUPPORTED_MEDIA_TYPE = 415;
