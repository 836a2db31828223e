import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { TooCostly } from "../errors/errors.ts";
import type { QueryLimits } from "./limits.ts";

/** How large an operation is as it is written, fragments put in where they are named. */
export interface Shape {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

/** Measures an operation of a valid document: each fragment once, however often it is named. */
export function shapeOf(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === "FragmentDefinition") fragments.set(definition.name.value, definition);
  }
  const known = new Map<SelectionSetNode, Shape>();
  const ofSet = (set: SelectionSetNode): Shape => {
    let shape = known.get(set);
    if (shape === undefined) {
      shape = together(set.selections.map(ofSelection));
      known.set(set, shape);
    }
    return shape;
  };
  const ofSelection = (selection: SelectionNode): Shape => {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === "Field") {
      const below = selection.selectionSet === undefined ? EMPTY : ofSet(selection.selectionSet);
      return {
        depth: below.depth + 1,
        aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
        rootFields: 1,
        directives: below.directives + directives,
      };
    }
    const within = selection.kind === "InlineFragment" ? selection : fragments.get(selection.name.value);
    const shape = within === undefined ? EMPTY : ofSet(within.selectionSet);
    return { ...shape, directives: shape.directives + directives };
  };
  const shape = ofSet(operation.selectionSet);
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) };
}

/** Throws TooCostly, with what was counted and what there may be, for the first of these that is passed. */
export function checkShape(shape: Shape, limits: QueryLimits): void {
  for (const [name, [what, advice]] of Object.entries(WORDS) as [keyof Shape, readonly [string, string]][]) {
    if (shape[name] <= limits[name]) continue;
    throw new TooCostly(`The operation has ${shape[name]} ${what}, and may have ${limits[name]}: ${advice}`, {
      expected: `at most ${limits[name]} ${what}`,
      got: shape[name],
    });
  }
}

const WORDS: Readonly<Record<keyof Shape, readonly [what: string, advice: string]>> = {
  depth: ["levels of fields", "ask for the inner ones by id, in a request of their own"],
  rootFields: ["fields at its root", "ask for them in several requests"],
  aliases: ["aliases", "ask in several requests, or for many things at a time, as `nodes` does"],
  directives: ["directives", "leave out the fields that are not wanted"],
};

const EMPTY: Shape = { depth: 0, aliases: 0, rootFields: 0, directives: 0 };

function together(shapes: readonly Shape[]): Shape {
  return shapes.reduce(
    (all, one) => ({
      depth: Math.max(all.depth, one.depth),
      aliases: all.aliases + one.aliases,
      rootFields: all.rootFields + one.rootFields,
      directives: all.directives + one.directives,
    }),
    EMPTY,
  );
}
