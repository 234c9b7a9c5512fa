/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fuzz-file"

#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "attune-archive-member.h"
#include "attune-error.h"
#include "attune-source.h"
#include "fuzz-file.h"

/* What is unpacked; a bomb stops here. */
#define LIMIT (64 * 1024)

/* More sheets or members than this are opened no other way than the first. */
#define MAX_PARTS 4

/* A file that is there as long as it is open, and its name. */
static int
make_file (const char  *bytes,
           gsize        length,
           char       **path)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  for (gsize done = 0; done < length;)
    {
      gssize n = write (fd, bytes + done, length - done);

      g_assert_cmpint (n, >, 0);
      done += n;
    }

  *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  return fd;
}

/* Every failure is a sentence for a person; what is read is a text of bounded length. */
static AttuneSource *
open_file (const char                *path,
           const AttuneSourceOptions *options)
{
  g_autoptr(GError) error = NULL;
  AttuneSource *source = attune_source_open_full (path, options, NULL, NULL, NULL, &error);
  g_autofree char *text = NULL;
  gssize length;

  if (source == NULL)
    {
      g_assert_true (error->domain == ATTUNE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_suffix (error->message, "."));
      return NULL;
    }

  g_assert_no_error (error);
  length = attune_source_get_length (source);
  text = g_malloc (length + 1);
  g_assert_cmpint (attune_source_read (source, 0, text, length, NULL), ==, length);

  if (attune_source_get_spreadsheet (source) != NULL)
    g_assert_true (g_utf8_validate_len (text, length, NULL));

  return source;
}

/* Opens bytes as a file in every way that a person can, and reads all of it. */
void
fuzz_file_read (const char *bytes,
                gsize       length)
{
  AttuneSourceOptions options = { .limit = LIMIT };
  AttuneSourceOptions head = { .limit = LIMIT, .head = 4096 };
  g_autofree char *path = NULL;
  int fd = make_file (bytes, length, &path);
  g_autoptr(AttuneSource) source = open_file (path, &options);
  g_autoptr(AttuneSource) beginning = open_file (path, &head);

  for (guint i = 0; source != NULL && attune_source_get_sheets (source) != NULL && i < MAX_PARTS &&
                    attune_source_get_sheets (source)[i] != NULL; i++)
    {
      AttuneSourceOptions of_sheet = { .limit = LIMIT,
                                       .sheet = attune_source_get_sheets (source)[i] };
      g_autoptr(AttuneSource) other = open_file (path, &of_sheet);
    }

  for (guint i = 0; source != NULL && attune_source_get_members (source) != NULL && i < MAX_PARTS &&
                    i < attune_source_get_members (source)->len; i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (attune_source_get_members (source), i);
      AttuneSourceOptions of_member = { .limit = LIMIT, .member = member->name };
      g_autoptr(AttuneSource) other = open_file (path, &of_member);
    }

  close (fd);
}
