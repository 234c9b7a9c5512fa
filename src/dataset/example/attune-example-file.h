/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-example.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_FILE (attune_example_file_get_type ())

/**
 * AttuneExampleFile:
 *
 * Random access to the examples of a JSONL file that Attune wrote. Holds one offset per example;
 * the text is read from disk when asked for. Opening reads the whole file once: on a thread.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleFile, attune_example_file, ATTUNE, EXAMPLE_FILE, GObject)

AttuneExampleFile *attune_example_file_open           (const char         *path,
                                                       GCancellable       *cancellable,
                                                       GError            **error);
guint              attune_example_file_get_n_examples (AttuneExampleFile  *self);
AttuneExample     *attune_example_file_read           (AttuneExampleFile  *self,
                                                       guint               index,
                                                       GError            **error);

G_END_DECLS
