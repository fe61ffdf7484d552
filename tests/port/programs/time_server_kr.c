#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/types.h>
#include <sys/socket.h>

/* daytime server for a fixed moment, old style definitions */

static int served;

int open_server(port, backlog)
int port;
int backlog;
{
	int fd;
	struct sockaddr_in a;

	fd = socket(AF_INET, SOCK_STREAM, 0);
	bzero(&a, sizeof a);
	a.sin_family = AF_INET;
	a.sin_port = htons(port);
	a.sin_addr.s_addr = INADDR_ANY;
	if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0 || listen(fd, backlog) < 0)
		return -1;
	return fd;
}

char *moment(offset, buffer, size)
long offset;
char *buffer;
int size;
{
	time_t t = 1700000000 + offset;
	struct tm *tm = gmtime(&t);

	strftime(buffer, size, "%a %b %e %H:%M:%S %Y", tm);
	return buffer;
}

main(argc, argv)
int argc;
char **argv;
{
	int fd, c, n;
	char buffer[64], command[32];
	long offset = 0;

	if ((fd = open_server(atoi(argv[1]), 1)) < 0)
		exit(1);
	while (served < 4) {
		c = accept(fd, (struct sockaddr *)0, (socklen_t *)0);
		n = read(c, command, sizeof command - 1);
		command[n > 0 ? n : 0] = '\0';
		if (strncmp(command, "later ", 6) == 0)
			offset += atol(command + 6);
		else if (strcmp(command, "reset\n") == 0)
			offset = 0;
		dprintf(c, "%s\r\n", moment(offset, buffer, (int)sizeof buffer));
		close(c);
		served++;
	}
	return served;
}
