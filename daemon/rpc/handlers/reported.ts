import type { Engine } from '../../engine/engine.ts';
import type { ReportMethod, ReportOrder } from '../../engine/reports/reports.ts';
import type { Result } from '../../protocol/methods/index.ts';
import { JsonText } from '../handler.ts';

/** Answers with a report. @throws RpcError `not_found` for an account that does not exist */
export function reported<M extends ReportMethod>(
  engine: Pick<Engine, 'exists' | 'reports'>,
  method: M,
  account: string,
  params: ReportOrder<M>['params'],
): Result<M> | Promise<JsonText> {
  engine.exists(account);
  const report = engine.reports.make(method, account, params);
  return report instanceof Promise ? report.then((text) => new JsonText(text)) : report;
}
