/* Rules for Japanese. What is off or wider than the preset is so for the reason beside it. */
module.exports = {
  rules: {
    "preset-ja-technical-writing": {
      // Questions are the start of every post and of every box; exclamation marks stay out.
      "no-exclamation-question-mark": { allowFullWidthQuestion: true },
      // Items of our lists are whole sentences, in the tone of the text around them.
      "no-mix-dearu-desumasu": { preferInList: "ですます" },
      // 「AもBも」「あってもなくても」「AにもBにも」: the second particle is grammar, no slip.
      "no-doubled-joshi": { allow: ["も", "ても", "にも"] },
      // Numbers in digits are computed; those in a phrase (一行ずつ, 比較が一回) are words on purpose.
      "arabic-kanji-numbers": false,
      // The posts say what was not measured: 「たまたまかもしれません」 is meant to be weak.
      "ja-no-weak-phrase": false,
    },
    "preset-ja-spacing": {
      // No space between Japanese and Latin letters, digits or code: the browser sets that gap.
      "ja-space-between-half-and-full-width": { space: "never" },
    },
    // Made from the glossary when the check starts.
    prh: { rulePaths: [process.env.PROSE_TERMS], checkLink: true, checkEmphasis: true, checkBlockQuote: true },
  },
};
