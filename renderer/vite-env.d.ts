/// <reference types="vite/client" />

/** Version that this page was built of. */
declare const __VERSION__: string;
