// A fax modem on a pseudo terminal, and the telephone line behind it with a fax machine that calls in: what a real HylaFAX
// receives from in the tests. Both ends are spandsp's; the line between them is memory, run faster than time.
//
//   faxmodem LINK SPEED
//
// LINK becomes a link to the terminal. A line of standard input places a call:
//   TIFF STATION NUMBER NAME CUT      no spaces in any (a _ in STATION stands for one); CUT is the second at which the line goes dead, 0 for never.
// When it is over, a line "over <pages sent> <reason>" is written. The modem speaks T.31 class 1 (spandsp's own).
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <tiffio.h>
#include <time.h>
#include <unistd.h>
#define SPANDSP_EXPOSE_INTERNAL_STRUCTURES
#include <spandsp.h>
#include <spandsp/expose.h>

enum { RATE = 8000, BLOCK = 160 };

struct line {
    int terminal;
    t31_state_t *modem;
    fax_state_t *caller;     // NULL while nobody calls
    bool ringing, answered, hung_up;
    int rings;
    double next_ring, cut;
    long samples;
    int pages;
    char outcome[128], number[64], name[64];
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int to_terminal(at_state_t *at, void *user, const uint8_t *bytes, size_t count) {
    struct line *line = user;
    while (count > 0) {
        ssize_t written = write(line->terminal, bytes, count);
        if (written > 0) { bytes += written; count -= written; } else usleep(1000);
    }
    return 0;
}

static int control(t31_state_t *modem, void *user, int operation, const char *number) {
    struct line *line = user;
    if (operation == AT_MODEM_CONTROL_ANSWER) line->answered = true;
    if (operation == AT_MODEM_CONTROL_HANGUP || operation == AT_MODEM_CONTROL_ONHOOK) line->hung_up = true;
    return 0;
}

static int no_packets(t38_core_state_t *core, void *user, const uint8_t *bytes, int length, int count) { return 0; }

static void caller_is_done(t30_state_t *t30, void *user, int result) {
    struct line *line = user;
    t30_stats_t stats;
    t30_get_transfer_statistics(t30, &stats);
    line->pages = stats.pages_tx;
    snprintf(line->outcome, sizeof line->outcome, "%s", t30_completion_code_to_str(result));
}

static void open_terminal(struct line *line, const char *link) {
    char name[64];
    struct termios settings;
    int end;
    if (openpty(&line->terminal, &end, name, NULL, NULL) != 0) { perror("openpty"); exit(75); }
    tcgetattr(end, &settings);
    cfmakeraw(&settings);
    tcsetattr(end, TCSANOW, &settings);
    fchmod(end, 0666);
    fcntl(line->terminal, F_SETFL, O_NONBLOCK);
    unlink(link);
    if (symlink(name, link) != 0) { perror(link); exit(75); }
}

static void place_call(struct line *line, char *order) {
    char tiff[512], station[64];
    if (sscanf(order, "%511s %63s %63s %63s %lf", tiff, station, line->number, line->name, &line->cut) != 5) return;
    for (char *letter = station; *letter; letter++) if (*letter == '_') *letter = ' ';
    line->caller = fax_init(NULL, TRUE);
    t30_state_t *t30 = fax_get_t30_state(line->caller);
    t30_set_tx_ident(t30, station);
    t30_set_ecm_capability(t30, TRUE);
    t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION | T30_SUPPORT_T4_2D_COMPRESSION | T30_SUPPORT_T6_COMPRESSION);
    t30_set_supported_resolutions(t30, T30_SUPPORT_STANDARD_RESOLUTION | T30_SUPPORT_FINE_RESOLUTION);
    t30_set_supported_image_sizes(t30, T30_SUPPORT_215MM_WIDTH | T30_SUPPORT_UNLIMITED_LENGTH);
    t30_set_supported_modems(t30, T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17);
    t30_set_tx_file(t30, tiff, -1, -1);
    t30_set_phase_e_handler(t30, caller_is_done, line);
    fax_set_transmit_on_idle(line->caller, TRUE);
    line->ringing = true;
    line->answered = line->hung_up = false;
    line->rings = line->samples = line->pages = 0;
    line->next_ring = now();
    strcpy(line->outcome, "cut off");
}

static void end_call(struct line *line) {
    printf("over %d %s\n", line->pages, line->outcome);
    fax_release(line->caller);
    line->caller = NULL;
    line->ringing = false;
}

static void ring(struct line *line) {
    if (now() < line->next_ring) return;
    t31_call_event(line->modem, AT_CALL_EVENT_ALERTING);
    if (line->rings++ == 0) {
        char words[256];
        int length = snprintf(words, sizeof words, "\r\nNMBR = %s\r\n\r\nNAME = %s\r\n", line->number, line->name);
        to_terminal(NULL, line, (uint8_t *) words, length);
    }
    line->next_ring = now() + 1;
    if (line->rings > 30) { strcpy(line->outcome, "no answer"); end_call(line); }
}

static void talk(struct line *line) {
    int16_t there[BLOCK], here[BLOCK];
    for (int got = fax_tx(line->caller, there, BLOCK); got < BLOCK; got++) there[got] = 0;
    for (int got = t31_tx(line->modem, here, BLOCK); got < BLOCK; got++) here[got] = 0;
    t31_rx(line->modem, there, BLOCK);
    fax_rx(line->caller, here, BLOCK);
    line->samples += BLOCK;
    if (line->cut > 0 && (double) line->samples / RATE > line->cut) {
        t31_call_event(line->modem, AT_CALL_EVENT_HANGUP);
        line->hung_up = true;
    }
    if (line->hung_up) end_call(line);
}

int main(int count, char **words) {
    if (count != 3) { fprintf(stderr, "usage: faxmodem LINK SPEED\n"); return 64; }
    double speed = atof(words[2]), tick = now();
    static struct line line;
    setlinebuf(stdout);
    open_terminal(&line, words[1]);
    line.modem = t31_init(NULL, to_terminal, &line, control, &line, no_packets, NULL);
    t31_set_transmit_on_idle(line.modem, TRUE);
    for (;;) {
        struct pollfd news[2] = {{line.terminal, POLLIN, 0}, {line.caller ? -1 : 0, POLLIN, 0}};
        double wait = tick - now();
        poll(news, 2, wait > 0 ? (int) (wait * 1000) + 1 : 0);
        char bytes[4096];
        ssize_t got = read(line.terminal, bytes, sizeof bytes);
        if (got > 0) t31_at_rx(line.modem, bytes, got);
        if (news[1].revents) {
            if (!fgets(bytes, sizeof bytes, stdin)) return 0;
            place_call(&line, bytes);
        }
        if (now() < tick) continue;
        tick += (double) BLOCK / RATE / speed;
        if (now() - tick > 1) tick = now();
        if (line.ringing && line.answered) {
            line.ringing = false;
            t31_call_event(line.modem, AT_CALL_EVENT_ANSWERED);
        }
        if (line.ringing) ring(&line);
        else if (line.caller) talk(&line);
    }
}
