/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-example.h"
#include "attune-file-stamp.h"
#include "attune-progress.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_FILE (attune_example_file_get_type ())

/* A longer row is not made an example: it would be read whole into memory. It is as long as the
 * records that examples come of (ATTUNE_MAX_RECORD). */
#define ATTUNE_EXAMPLE_MAX_SIZE (16 * 1024 * 1024)

/**
 * AttuneExampleFile:
 *
 * Random access to the examples of a JSONL file that Attune wrote. Holds one offset per example,
 * 8 bytes; the text is read from disk when asked for. Opening reads the whole file once: on a
 * thread. Immutable once open, so that several threads may read at once.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleFile, attune_example_file, ATTUNE, EXAMPLE_FILE, GObject)

AttuneExampleFile     *attune_example_file_open           (const char          *path,
                                                           GCancellable        *cancellable,
                                                           GError             **error);
AttuneExampleFile     *attune_example_file_open_full      (const char          *path,
                                                           AttuneProgressFunc   progress,
                                                           gpointer             user_data,
                                                           GCancellable        *cancellable,
                                                           GError             **error);
const char            *attune_example_file_get_path       (AttuneExampleFile   *self);
const AttuneFileStamp *attune_example_file_get_stamp      (AttuneExampleFile   *self);
guint                  attune_example_file_get_n_examples (AttuneExampleFile   *self);
guint64                attune_example_file_get_offset     (AttuneExampleFile   *self,
                                                           guint                index);
guint64                attune_example_file_get_length     (AttuneExampleFile   *self,
                                                           guint                index);
guint                  attune_example_file_find           (AttuneExampleFile   *self,
                                                           guint64              offset);
gboolean               attune_example_file_read_bytes     (AttuneExampleFile   *self,
                                                           guint64              offset,
                                                           char                *bytes,
                                                           gsize                length,
                                                           GError             **error);
char                  *attune_example_file_read_text      (AttuneExampleFile   *self,
                                                           guint                index,
                                                           gsize                max_length,
                                                           gsize               *length,
                                                           GError             **error);
AttuneExample         *attune_example_file_read           (AttuneExampleFile   *self,
                                                           guint                index,
                                                           GError             **error);

G_END_DECLS
