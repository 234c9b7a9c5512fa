/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-pretokenizer-private.h"
#include "attune-token-links-private.h"
#include "attune-tokenizer.h"
#include "attune-vocabulary-private.h"

G_BEGIN_DECLS

struct _AttuneTokenizer
{
  gatomicrefcount             ref_count;
  AttuneTokenEncoding         encoding;
  AttunePattern               pattern;
  const AttuneUnicodeClasses *classes;
  AttuneRankFile             *ranks;
  AttuneVocabulary           *vocabulary;
  AttuneTokenLinks           *links;
};

G_END_DECLS
