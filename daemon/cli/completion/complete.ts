import type { Argument, Command, Option } from 'commander';
import { isMethod, METHODS, TOPICS } from '../../protocol/index.ts';
import { paramsSchema, resolve } from '../contract/schema.ts';

/** Commands and options that are there for the shell alone. */
const isHidden = (command: Command): boolean => (command as Command & { _hidden?: boolean })._hidden === true;

/**
 * What may follow at the end of a command line, from the tree of commands and the contract.
 *
 * @param words those before the cursor, without `nightdesk`; the last one is being typed and may be empty
 */
export function complete(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? '';
  const { command, args, pending } = walk(program, words.slice(0, -1));
  const candidates = pending ? choices(pending) : typed.startsWith('-') ? options(command) : [...subcommands(command), ...values(command, args, typed)];
  return [...new Set(candidates)].filter((candidate) => candidate.startsWith(typed)).sort();
}

interface Place {
  command: Command;
  /** Arguments given to it so far. */
  args: string[];
  /** Option whose value comes next. */
  pending: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let args: string[] = [];
  let pending: Option | undefined;
  for (const word of words) {
    if (pending) {
      pending = undefined;
      continue;
    }
    if (word.startsWith('-')) {
      const option = allOptions(command).find((candidate) => candidate.long === word || candidate.short === word);
      pending = option && (option.required || option.optional) ? option : undefined;
      continue;
    }
    const inner = args.length === 0 ? command.commands.find((candidate) => candidate.name() === word) : undefined;
    if (inner) command = inner;
    else args = [...args, word];
  }
  return { command, args, pending };
}

const lineage = (command: Command): Command[] => (command.parent ? [command, ...lineage(command.parent)] : [command]);
const allOptions = (command: Command): Option[] => lineage(command).flatMap((one) => [...one.options]);
const options = (command: Command): string[] => [
  ...allOptions(command)
    .filter((option) => !option.hidden)
    .map((option) => option.long ?? option.short ?? ''),
  '--help',
];
const subcommands = (command: Command): string[] => command.commands.filter((inner) => !isHidden(inner)).map((inner) => inner.name());
const choices = (of: Option | Argument): string[] => of.argChoices ?? [];

function values(command: Command, args: readonly string[], typed: string): string[] {
  const path = lineage(command)
    .map((one) => one.name())
    .slice(0, -1)
    .join(' ');
  if (path === 'call') return args.length === 0 ? Object.keys(METHODS) : params(args[0] ?? '', args.slice(1), typed);
  if (path === 'watch') return topicPatterns();
  const declared = command.registeredArguments;
  const next = declared[args.length] ?? (declared.at(-1)?.variadic ? declared.at(-1) : undefined);
  return next ? choices(next) : [];
}

/** The keys of a method that were not given yet; of one being typed, the values it may have. */
function params(method: string, given: readonly string[], typed: string): string[] {
  if (!isMethod(method)) return [];
  const schema = paramsSchema(method);
  const properties = Object.entries(schema.properties ?? {});
  const split = typed.indexOf('=');
  if (split < 0) return properties.map(([key]) => `${key}=`).filter((key) => !given.some((word) => word.startsWith(key)));
  const key = typed.slice(0, split);
  const property = schema.properties?.[key];
  const shape = property && resolve(property, schema.$defs ?? {});
  const values = shape?.enum ?? (shape?.type === 'boolean' ? ['true', 'false'] : []);
  return values.map((value) => `${key}=${value}`);
}

function topicPatterns(): string[] {
  const topics = Object.keys(TOPICS);
  const groups = topics.filter((topic) => topic.includes('.')).map((topic) => `${topic.split('.')[0]}.*`);
  return [...topics, ...groups, '*'];
}
