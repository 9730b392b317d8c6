import { shapeOf } from '../../lib/schema.ts';
import type { FieldProps } from './form.ts';
import { ListField, SeveralField, TagsField } from './list-fields.tsx';
import { MapField, ObjectField, VariantsField } from './object-fields.tsx';
import { BooleanField, ChoiceField, JsonField, NumberField, TextField } from './scalar-fields.tsx';

/** The field that suits a schema. */
export function SchemaField(given: FieldProps) {
  const { form } = given;
  const field = form.locked?.has(given.path) === true && !form.disabled ? { ...given, form: { ...form, disabled: true } } : given;
  const shape = shapeOf(field.schema, field.form.root);
  switch (shape.kind) {
    case 'boolean':
      return <BooleanField {...field} />;
    case 'number':
    case 'integer':
      return <NumberField {...field} />;
    case 'text':
      return <TextField {...field} />;
    case 'decimal':
      return <TextField {...field} inputMode="decimal" />;
    case 'time':
      return <TextField {...field} type="time" />;
    case 'choice':
      return <ChoiceField {...field} options={shape.options} />;
    case 'several':
      return <SeveralField {...field} options={shape.options} />;
    case 'tags':
      return <TagsField {...field} items={shape.items} />;
    case 'list':
      return <ListField {...field} items={shape.items} />;
    case 'map':
      return <MapField {...field} values={shape.values} />;
    case 'object':
      return <ObjectField {...field} shape={shape} />;
    case 'variants':
      return <VariantsField {...field} shape={shape} />;
    case 'nullable':
      // An empty field is what null means: switched off.
      return (
        <SchemaField
          {...field}
          schema={{ ...field.schema, anyOf: undefined, oneOf: undefined, ...shape.inner, description: field.schema.description, default: undefined }}
          value={field.value === null ? undefined : field.value}
          onChange={(value) => field.onChange(value === undefined ? null : value)}
        />
      );
    case 'json':
      return <JsonField {...field} />;
  }
}
