import type { Command } from 'commander';
import { ERROR_KINDS, METHODS, type MethodName, type MethodSpec, TOPICS, type Topic } from '../../protocol/index.ts';
import { exampleWords, fields, mark } from '../contract/describe.ts';
import { type Definitions, type JsonSchema, paramsSchema, resultSchema, toJson } from '../contract/schema.ts';
import { buildProgram } from '../program.ts';

const HELP_COLUMNS = 110;

/** The reference page: commands, methods, topics, errors and types, all out of the contract. */
export function reference(): string {
  const types = new Map<string, JsonSchema>();
  const parts = [
    '# Nightdesk reference',
    'Written by `npm run docs` out of the contract (`daemon/protocol`) and the tree of commands. Do not edit by hand.',
    'Parameters are always one JSON object. Money, prices and quantities are decimal strings; times are UTC milliseconds. `*` marks parameters that are needed, `?` fields that may be absent.',
    '- [Methods](#methods)\n- [Topics](#topics)\n- [Errors](#errors)\n- [Types](#types)\n- [Commands](#commands)',
    '## Methods',
    ...methodGroups(types),
    '## Topics',
    'Events arrive as notifications `{"jsonrpc":"2.0","method":"event","params":{seq, ts, topic, data}}`. Live topics have no `seq` and are not kept.',
    topicTable(types),
    '## Errors',
    'Errors are `{code, message, data: {kind, retryable, field?, hint?, ref?}}`; code decides on `kind`.',
    errorTable(),
    '## Types',
    ...typeSections(types),
    '## Commands',
    ...commandSections(buildProgram()),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Adds the shared types a schema brings along. */
function collect(types: Map<string, JsonSchema>, schema: JsonSchema): Definitions {
  const defs = schema.$defs ?? {};
  for (const [name, type] of Object.entries(defs)) if (!types.has(name)) types.set(name, { ...type, $defs: defs });
  return defs;
}

function methodGroups(types: Map<string, JsonSchema>): string[] {
  const names = Object.keys(METHODS) as MethodName[];
  const groups = Map.groupBy(names, (name) => name.split('.')[0] ?? name);
  return [...groups].flatMap(([group, members]) => [`### ${group}`, ...members.map((name) => methodSection(name, types))]);
}

function methodSection(name: MethodName, types: Map<string, JsonSchema>): string {
  const spec: MethodSpec = METHODS[name];
  const params = paramsSchema(name);
  const result = resultSchema(name);
  const facts = [`role ${spec.role}`, `cost ${spec.cost}`, spec.mutates ? 'changes something' : 'reads', ...(spec.public ? ['needs no credential'] : [])];
  const danger = spec.danger && `**Asks for confirmation${spec.dangerWhen ? ' (depending on its parameters)' : ''}:** ${spec.danger}`;
  return [
    `#### ${name}`,
    `${spec.summary}. ${spec.description ?? ''}`.trim(),
    `*${facts.join(' · ')}*`,
    danger,
    fieldTable('Parameter', params, collect(types, params)) ?? 'No parameters.',
    fieldTable('Result', result, collect(types, result)),
    `\`\`\`sh\nnightdesk call ${[name, exampleWords(spec.example)].filter(Boolean).join(' ')}\n\`\`\``,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function fieldTable(head: string, schema: JsonSchema, defs: Definitions): string | undefined {
  const rows = fields(schema, defs);
  if (rows.length === 0) return undefined;
  const lines = rows.map((row) => `| \`${mark(row, head === 'Parameter')}\` | ${cell(row.type)} | ${cell(row.text)} |`);
  return [`| ${head} | Type | |`, '|---|---|---|', ...lines].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function topicTable(types: Map<string, JsonSchema>): string {
  const rows = (Object.keys(TOPICS) as Topic[]).map((topic) => {
    const { summary, journalled, data } = TOPICS[topic];
    const schema = toJson(data, 'output');
    const shape = fields(schema, collect(types, schema)).map((field) => `\`${field.name}\`: ${cell(field.type)}`);
    return `| \`${topic}\` | ${journalled ? 'kept' : 'live'} | ${cell(summary)} | ${shape.join(', ')} |`;
  });
  return ['| Topic | | | Data |', '|---|---|---|---|', ...rows].join('\n');
}

function errorTable(): string {
  const rows = Object.entries(ERROR_KINDS).map(
    ([kind, { code, retryable, summary }]) => `| \`${kind}\` | ${code} | ${retryable ? 'yes' : 'no'} | ${cell(summary)} |`,
  );
  return ['| Kind | Code | Retry | |', '|---|---|---|---|', ...rows].join('\n');
}

function typeSections(types: ReadonlyMap<string, JsonSchema>): string[] {
  return [...types]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => {
      const about = [type.description, type.enum && `One of ${type.enum.map((value) => `\`${value}\``).join(', ')}.`].filter(Boolean).join('. ');
      return [`### ${name}`, about, fieldTable('Field', type, type.$defs ?? {})].filter(Boolean).join('\n\n');
    });
}

function commandSections(program: Command): string[] {
  const hidden = (command: Command) => (command as Command & { _hidden?: boolean })._hidden === true;
  const leaves = (command: Command): Command[] => {
    const inner = command.commands.filter((one) => !hidden(one) && one.name() !== 'help');
    return inner.length === 0 ? [command] : inner.flatMap(leaves);
  };
  return [program, ...program.commands.filter((one) => !hidden(one)).flatMap(leaves)].map(
    (command) => `### ${fullName(command)}\n\n\`\`\`text\n${helpText(command)}\n\`\`\``,
  );
}

const fullName = (command: Command): string => (command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name());

/** The help as `--help` prints it, in a width of its own so that the page is the same on every terminal. */
function helpText(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => HELP_COLUMNS,
    getOutHasColors: () => false,
  });
  // What every command takes is told once, with the program itself.
  if (command.parent) command.configureHelp({ showGlobalOptions: false });
  command.outputHelp();
  return text.trimEnd();
}
