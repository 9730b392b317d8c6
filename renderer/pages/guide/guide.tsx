import '../../styles/guide.css';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { markGuide, useGuideMark } from '../../app/guide.ts';
import { GUIDE_STEPS, type GuideStep } from '../../app/preferences.ts';
import { go, refine, usePlace } from '../../app/use-place.ts';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';
import { ChannelStep } from './channel-step.tsx';
import { MarketStep } from './market-step.tsx';
import { ReadyStep } from './ready-step.tsx';
import { StrategyStep } from './strategy-step.tsx';

const STEPS = { market: MarketStep, strategy: StrategyStep, channel: ChannelStep, ready: ReadyStep } as const;
const isStep = (name: string | null | undefined): name is GuideStep => GUIDE_STEPS.some((step) => step === name);

/** From nothing to a desk that trades and tells of it, in four steps, each of which may be passed over. */
export default function Guide() {
  const { t } = useTranslation();
  const mark = useGuideMark();
  const { step: asked } = usePlace().query;
  const step = isStep(asked) ? asked : isStep(mark) ? mark : GUIDE_STEPS[0];
  const index = GUIDE_STEPS.indexOf(step);
  const [before, after] = [GUIDE_STEPS[index - 1], GUIDE_STEPS[index + 1]];
  const title = useRef<HTMLHeadingElement>(null);
  const turned = useRef(false);
  const turnTo = (next: GuideStep) => {
    turned.current = true;
    markGuide(next);
    refine({ step: next }, true);
  };
  const end = () => {
    markGuide('over');
    go({ page: 'overview', account: DESK });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step is what moves the focus
  useEffect(() => {
    if (turned.current) title.current?.focus();
  }, [step]);
  const Step = STEPS[step];
  return (
    <div className="guide">
      <nav className="guide-steps" aria-label={t('guide.steps')}>
        <ol>
          {GUIDE_STEPS.map((one) => (
            <li key={one} data-past={GUIDE_STEPS.indexOf(one) < index}>
              <a href={placeHash({ page: 'guide', account: DESK, query: { step: one } })} aria-current={one === step ? 'step' : undefined}>
                {t(`guide.step.${one}`)}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <section className="guide-step" aria-labelledby="guide-title">
        <h2 id="guide-title" ref={title} tabIndex={-1}>
          {t(`guide.${step}.title`)}
        </h2>
        <p>{t(`guide.${step}.lead`)}</p>
        <Step />
      </section>
      <footer className="guide-foot">
        {before !== undefined && (
          <button type="button" className="button" onClick={() => turnTo(before)}>
            <ArrowLeft aria-hidden size={14} /> {t('guide.back')}
          </button>
        )}
        {after !== undefined && (
          <button type="button" className="button" onClick={end}>
            {t('guide.skip')}
          </button>
        )}
        <button type="button" className="button primary" onClick={() => (after === undefined ? end() : turnTo(after))}>
          {t(after === undefined ? 'guide.finish' : 'guide.next')} <ArrowRight aria-hidden size={14} />
        </button>
      </footer>
    </div>
  );
}
