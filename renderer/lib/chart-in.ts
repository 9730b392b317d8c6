import { type ChartOptions, createChart, type DeepPartial, type IChartApi } from 'lightweight-charts';
import { labelSize } from './axis.ts';

/**
 * A chart that fills the element, in the manner of all charts of the console, and follows the element's size until it is removed.
 *
 * The library's own `autoSize` draws a new chart twice, since it compares the element's size with one rounded to even pixels.
 */
export function chartIn(element: HTMLElement, options: DeepPartial<ChartOptions>): { readonly chart: IChartApi; readonly remove: () => void } {
  let { clientWidth: width, clientHeight: height } = element;
  const { rightPriceScale, timeScale, ...others } = options;
  const chart = createChart(element, {
    width,
    height,
    // The library's own logo brings a style element, which the page's security policy forbids; the panel names it instead.
    layout: { attributionLogo: false, background: { color: 'transparent' }, fontFamily: 'Inter, system-ui, sans-serif', fontSize: labelSize() },
    rightPriceScale: { borderVisible: false, minimumWidth: 72, ...rightPriceScale },
    timeScale: { borderVisible: false, timeVisible: true, ...timeScale },
    ...others,
  });
  const resized = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = element;
    if (clientWidth === width && clientHeight === height) return;
    [width, height] = [clientWidth, clientHeight];
    chart.resize(width, height, true);
  });
  resized.observe(element);
  const remove = () => {
    resized.disconnect();
    chart.remove();
  };
  return { chart, remove };
}
