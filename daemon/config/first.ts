/** The configuration written on a first run: short, since every key has a default. */
export const FIRST_CONFIG = `{
  // Nightdesk. Changes are taken up as soon as the file is saved; the schema names every key with its default.
  // Secrets don't belong here: \`nightdesk secret set NAME\` keeps them in the vault.
  "$schema": "./config.schema.json",

  "bot": {
    // How many trades may be open at once, and how much of the equity goes into one.
    "maxOpenTrades": 8,
    "stake": { "kind": "fraction", "value": 0.1 }
  },

  "market": {
    // "sim" is a simulated market that needs no network; "live" takes the public prices of \`exchange\`.
    "source": "sim",
    "exchange": "binance"
  },

  // Pretended money: no order leaves this machine.
  "paper": { "currency": "USDT", "startBalance": "10000" },

  "strategies": {
    "ema-cross": { "enabled": true },
    "rsi-reversion": { "enabled": true },
    // The grid keeps several trades open at once, so that one pair is enough to begin with.
    "grid": { "enabled": true, "pairs": ["BTC/USDT"], "params": { "levels": 2, "spacing": 0.004 } }
  }
}
`;
