// poll()로 만든 대문자 서버
#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define MAXCLIENTS 4

static struct pollfd fds[MAXCLIENTS + 1];
static int nfds = 1;

static void compact(void)
{
	int i, j;
	for (i = 0, j = 0; i < nfds; i++)
		if (fds[i].fd != -1)
			fds[j++] = fds[i];
	nfds = j;
}

int main(int argc, char **argv)
{
	struct sockaddr_in sin = {0};
	char line[256];
	int i, n, k, stop = 0, gone, left = 0;

	sin.sin_family = AF_INET;
	sin.sin_port = htons((unsigned short)atoi(argv[1]));
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fds[0].fd = socket(AF_INET, SOCK_STREAM, 0);
	fds[0].events = POLLIN;
	if (bind(fds[0].fd, (struct sockaddr *)&sin, sizeof sin) || listen(fds[0].fd, 5)) {
		perror(argv[0]);
		return EXIT_FAILURE;
	}
	do {
		n = poll(fds, nfds, 20000);
		if (n <= 0)
			break;
		gone = 0;
		if (fds[0].revents & POLLIN && nfds <= MAXCLIENTS) {
			fds[nfds].fd = accept(fds[0].fd, NULL, NULL);
			fds[nfds].events = POLLIN;
			fds[nfds++].revents = 0;
			n--;
		}
		for (i = 1; i < nfds && n > 0; i++) {
			if (!fds[i].revents)
				continue;
			n--;
			k = recv(fds[i].fd, line, sizeof(line), 0);
			if (k <= 0) {
				close(fds[i].fd);
				fds[i].fd = -1;
				gone++;
				continue;
			}
			if (k >= 4 && !memcmp(line, "stop", 4))
				stop = 1;
			while (k--)
				line[k] = toupper(line[k]);
			send(fds[i].fd, line, strchr(line, '\n') - line + 1, 0);
		}
		if (gone)
			compact();
		left += gone;
	} while (!stop);
	for (i = 0; i < nfds; i++)
		close(fds[i].fd);
	printf("%d fds, %d left\n", nfds, left);
	return stop ? 0 : 2;
}
