import { Command, Option } from "commander";
import type { KeyDescription } from "../access/keys.ts";
import { type Role, roles } from "../access/rules.ts";
import { readConfig } from "../config/config.ts";
import { InvalidInput } from "../errors/errors.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";

export function keysCommand(): Command {
  return new Command("keys")
    .description("Make, list and revoke the keys with which programs write.")
    .addCommand(
      new Command("create")
        .description("Make a key. It is shown once: only its digest is stored.")
        .requiredOption(
          "--name <name>",
          "whose it is, or what for; kept in the history of what is written with it",
        )
        .addOption(
          new Option(
            "--role <role>",
            "CONTRIBUTOR files reports, EDITOR also retracts, infers and merges, ADMIN everything",
          )
            .choices(roles)
            .makeOptionMandatory(),
        )
        .option(
          "--expires <time>",
          'when it ends: "90d", "12h", or a day such as 2030-01-31; without it, never',
        )
        .option("--json", "print one object, with the key as `key`")
        .action(create),
    )
    .addCommand(
      new Command("list")
        .description("List all keys, without their secrets.")
        .option("--json", "print one array")
        .action(list),
    )
    .addCommand(
      new Command("revoke")
        .description("End a key at once.")
        .argument("<key>", "its id or how it begins, as the list has them, or the whole key")
        .option("--json", "print one object")
        .action(revoke),
    );
}

async function create(options: {
  name: string;
  role: Role;
  expires?: string;
  json?: boolean;
}): Promise<void> {
  const name = options.name.trim();
  if (name === "" || name.length > 100) {
    throw new InvalidInput(`--name must have 1 to 100 characters, and has ${name.length}.`);
  }
  const expiresAt = options.expires === undefined ? null : readExpiry(options.expires, new Date());
  await withRecorder(async (recorder) => {
    const key = await recorder.run("createKey", { name, role: options.role, expiresAt });
    if (options.json === true) return print(JSON.stringify(key));
    const { bold, yellow } = colorsFor(process.stdout);
    print(
      `${bold(key.key)}\n${yellow("It is shown this once: keep it now.")} Send it as "Authorization: Bearer <key>".`,
    );
  });
}

async function list({ json }: { json?: boolean }): Promise<void> {
  await withRecorder(async (recorder) => {
    const keys = await recorder.run("listKeys", {});
    if (json === true) return print(JSON.stringify(keys));
    print(keys.length === 0 ? "There are no keys yet." : keys.map(line).join("\n"));
  });
}

async function revoke(key: string, { json }: { json?: boolean }): Promise<void> {
  const named = readKeyName(key);
  await withRecorder(async (recorder) => {
    const revoked = await recorder.run("revokeKey", { key: named });
    print(json === true ? JSON.stringify(revoked) : `Revoked ${revoked.prefix}… (${revoked.name}).`);
  });
}

function line({ prefix, role, name, createdAt, expiresAt, revokedAt, lastUsedAt }: KeyDescription): string {
  const day = (time: string) => time.slice(0, 10);
  const state =
    revokedAt !== null
      ? `revoked ${day(revokedAt)}`
      : expiresAt === null
        ? "does not expire"
        : `${new Date(expiresAt) <= new Date() ? "expired" : "expires"} ${day(expiresAt)}`;
  const use = lastUsedAt === null ? "never used" : `last used ${day(lastUsedAt)}`;
  return `${prefix}…  ${role.padEnd(11)}  made ${day(createdAt)}, ${state}, ${use}  ${name}`;
}

/**
 * The id or the prefix that a key is named by, also where it is given whole or as the list shows it. Throws
 * InvalidInput for anything else, which it does not repeat: it may be a part of a key.
 */
export function readKeyName(text: string): string {
  const found = /^(?:(readout_[0-9a-f]{8})(?:…|_\S*)?|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/.exec(
    text,
  );
  const name = found?.[1] ?? found?.[2];
  if (name !== undefined) return name;
  throw new InvalidInput(
    'A key is named by its id, or by how it begins, such as "readout_0123abcd": `keys list` has both.',
  );
}

/** When a key ends, as RFC 3339. Throws InvalidInput for what is no time, or past. */
export function readExpiry(text: string, now: Date): string {
  const span = /^(\d{1,5})([hd])$/.exec(text);
  const hours = Number(span?.[1]) * (span?.[2] === "d" ? 24 : 1);
  const end = span === null ? new Date(`${text}T00:00:00Z`) : new Date(now.getTime() + hours * 3_600_000);
  // JavaScript reads 30 February as 2 March.
  const isTime = !Number.isNaN(end.getTime()) && (span !== null || end.toISOString().startsWith(`${text}T`));
  if (isTime && end > now) return end.toISOString();
  throw new InvalidInput(
    `--expires must be a span such as 90d or 12h, or a day to come such as 2030-01-31, and is ${JSON.stringify(text)}.`,
  );
}

async function withRecorder(work: (recorder: Recorder) => Promise<void>): Promise<void> {
  const recorder = await openRecorder(readConfig(process.env));
  try {
    await work(recorder);
  } finally {
    await recorder.close();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
