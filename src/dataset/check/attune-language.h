/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Their numbers are bits in AttuneFacts. */
typedef enum
{
  ATTUNE_LANGUAGE_ENGLISH,
  ATTUNE_LANGUAGE_SIMPLIFIED_CHINESE,
  ATTUNE_LANGUAGE_TRADITIONAL_CHINESE,
  ATTUNE_LANGUAGE_JAPANESE,
  ATTUNE_LANGUAGE_KOREAN,
  ATTUNE_LANGUAGE_RUSSIAN,        /* and others in Cyrillic */
  ATTUNE_LANGUAGE_GERMAN,
  ATTUNE_LANGUAGE_FRENCH,
  ATTUNE_LANGUAGE_SPANISH,
  ATTUNE_LANGUAGE_PORTUGUESE,
  ATTUNE_LANGUAGE_ITALIAN,
  ATTUNE_LANGUAGE_DUTCH,
  ATTUNE_LANGUAGE_VIETNAMESE,
  ATTUNE_LANGUAGE_ARABIC,
  ATTUNE_LANGUAGE_HEBREW,
  ATTUNE_LANGUAGE_GREEK,
  ATTUNE_LANGUAGE_HINDI,          /* and others in Devanagari */
  ATTUNE_LANGUAGE_THAI,

  ATTUNE_N_LANGUAGES
} AttuneLanguage;

const char *attune_language_get_code (AttuneLanguage  language);  /* "en", "zh-Hans" */
const char *attune_language_get_name (AttuneLanguage  language);  /* translated */

G_END_DECLS
