/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-language"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-language.h"

static const struct
{
  const char *code;
  const char *name;
} texts[ATTUNE_N_LANGUAGES] = {
  [ATTUNE_LANGUAGE_ENGLISH] = { "en", N_("English") },
  [ATTUNE_LANGUAGE_SIMPLIFIED_CHINESE] = { "zh-Hans", N_("Chinese (Simplified)") },
  [ATTUNE_LANGUAGE_TRADITIONAL_CHINESE] = { "zh-Hant", N_("Chinese (Traditional)") },
  [ATTUNE_LANGUAGE_JAPANESE] = { "ja", N_("Japanese") },
  [ATTUNE_LANGUAGE_KOREAN] = { "ko", N_("Korean") },
  [ATTUNE_LANGUAGE_RUSSIAN] = { "ru", N_("Russian") },
  [ATTUNE_LANGUAGE_GERMAN] = { "de", N_("German") },
  [ATTUNE_LANGUAGE_FRENCH] = { "fr", N_("French") },
  [ATTUNE_LANGUAGE_SPANISH] = { "es", N_("Spanish") },
  [ATTUNE_LANGUAGE_PORTUGUESE] = { "pt", N_("Portuguese") },
  [ATTUNE_LANGUAGE_ITALIAN] = { "it", N_("Italian") },
  [ATTUNE_LANGUAGE_DUTCH] = { "nl", N_("Dutch") },
  [ATTUNE_LANGUAGE_VIETNAMESE] = { "vi", N_("Vietnamese") },
  [ATTUNE_LANGUAGE_ARABIC] = { "ar", N_("Arabic") },
  [ATTUNE_LANGUAGE_HEBREW] = { "he", N_("Hebrew") },
  [ATTUNE_LANGUAGE_GREEK] = { "el", N_("Greek") },
  [ATTUNE_LANGUAGE_HINDI] = { "hi", N_("Hindi") },
  [ATTUNE_LANGUAGE_THAI] = { "th", N_("Thai") },
};

/**
 * attune_language_get_code:
 * @language: a language
 *
 * Returns: (transfer none): its BCP 47 tag, such as `zh-Hans`
 */
const char *
attune_language_get_code (AttuneLanguage language)
{
  g_return_val_if_fail (language < ATTUNE_N_LANGUAGES, NULL);

  return texts[language].code;
}

/**
 * attune_language_get_name:
 * @language: a language
 *
 * Returns: (transfer none): its name in the person's language
 */
const char *
attune_language_get_name (AttuneLanguage language)
{
  g_return_val_if_fail (language < ATTUNE_N_LANGUAGES, NULL);

  return _(texts[language].name);
}
