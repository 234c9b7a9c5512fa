/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch-error"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "attune-error.h"
#include "attune-fetch-error.h"

/* RFC 7725; libsoup has no name for it. */
#define STATUS_UNAVAILABLE_FOR_LEGAL_REASONS 451

/**
 * attune_fetch_set_other_file_error:
 * @host: who was asked
 * @name: the file
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * What came has another length or another SHA-256 than the file.
 */
void
attune_fetch_set_other_file_error (const char  *host,
                                   const char  *name,
                                   GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                    /* Translators: the first %s is the name of a computer, the second of a file. */
                    _("What “%s” sent is not the file “%s”, and was thrown away. A network that wants you to log in, "
                      "or a proxy, may have answered instead. Open a web page to see, then try again."),
                    host, name);
}

/**
 * attune_fetch_set_broken_off_error:
 * @host: who was asked
 * @name: the file
 * @detail: (nullable): what the system says
 * @error: return location for %ATTUNE_ERROR_NETWORK
 *
 * The connection ended before the file did.
 */
void
attune_fetch_set_broken_off_error (const char  *host,
                                   const char  *name,
                                   const char  *detail,
                                   GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, detail,
                    /* Translators: the first %s is the name of a file, the second of a computer. */
                    _("The download of “%s” from “%s” broke off. "
                      "Check the connection to the internet, then try again."),
                    name, host);
}

/**
 * attune_fetch_set_status_error:
 * @host: who was asked
 * @name: the file
 * @status: what the answer was, as HTTP has it
 * @error: return location for %ATTUNE_ERROR_NOT_FOUND, _FORBIDDEN or _SERVER
 *
 * The file is not handed out.
 */
void
attune_fetch_set_status_error (const char  *host,
                               const char  *name,
                               guint        status,
                               GError     **error)
{
  g_autofree char *detail = g_strdup_printf ("HTTP %u %s", status, soup_status_get_phrase (status));

  if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE)
    attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, detail,
                      /* Translators: the names of a computer and of a file. */
                      _("“%s” does not have the file “%s” any more. "
                        "Look for a newer version of Attune."),
                      host, name);
  else if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN ||
           status == STATUS_UNAVAILABLE_FOR_LEGAL_REASONS)
    attune_set_error (error, ATTUNE_ERROR_FORBIDDEN, detail,
                      /* Translators: the names of a computer and of a file. */
                      _("“%s” does not give the file “%s” to everyone (HTTP %u). It may want you to log in and "
                        "agree to its terms, or not serve your country. Open its page in a web browser to see."),
                      host, name, status);
  else
    attune_set_error (error, ATTUNE_ERROR_SERVER, detail,
                      /* Translators: the names of a computer and of a file. */
                      _("“%s” refused to send the file “%s” (HTTP %u). Try again later."),
                      host, name, status);
}

/**
 * attune_fetch_set_unsafe_error:
 * @host: who was asked
 * @io_error: what is wrong with its certificate
 * @error: return location for %ATTUNE_ERROR_NETWORK
 *
 * Somebody else may have answered.
 */
void
attune_fetch_set_unsafe_error (const char    *host,
                               const GError  *io_error,
                               GError       **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, io_error->message,
                    /* Translators: %s is the name of a computer. */
                    _("The connection to “%s” is not safe, so nothing was downloaded. "
                      "Check the date and time of this computer, and whether the network wants you to log in."),
                    host);
}

/**
 * attune_fetch_set_unreachable_error:
 * @host: who was asked
 * @io_error: what the system says
 * @error: return location for %ATTUNE_ERROR_NETWORK
 *
 * Nobody answered.
 */
void
attune_fetch_set_unreachable_error (const char    *host,
                                    const GError  *io_error,
                                    GError       **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, io_error->message,
                    /* Translators: %s is the name of a computer. */
                    _("“%s” cannot be reached. "
                      "Check the connection to the internet, then try again."),
                    host);
}

/**
 * attune_fetch_set_silence_error:
 * @host: who was asked
 * @error: return location for %ATTUNE_ERROR_TIMEOUT
 *
 * Nothing was heard for too long.
 */
void
attune_fetch_set_silence_error (const char  *host,
                                GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_TIMEOUT, NULL,
                    /* Translators: %s is the name of a computer. */
                    _("“%s” does not answer any more. "
                      "Check the connection to the internet, then try again."),
                    host);
}
