export declare const SCREENS: readonly { scenario: string; route: string; small?: boolean; large?: boolean }[];
