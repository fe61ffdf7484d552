/* flexible array member message over a socketpair */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <arpa/inet.h>

struct msg {
	int type;
	int len;
	char data[];
};

struct msg *make(int type, const char *text)
{
	int n = strlen(text) + 1;
	struct msg *m = malloc(sizeof(struct msg) + n);
	m->type = htonl(type);
	m->len = htonl(n);
	memcpy(m->data, text, n);
	return m;
}

int main()
{
	int sv[2], n;
	struct msg *m, head, *in;
	socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	m = make(3, "hello flexible");
	write(sv[0], m, sizeof(*m) + ntohl(m->len));
	free(m);
	read(sv[1], &head, sizeof(head));
	n = ntohl(head.len);
	in = (struct msg *)malloc(sizeof(struct msg) + n * sizeof(char));
	in->type = ntohl(head.type);
	in->len = n;
	read(sv[1], in->data, in->len);
	printf("%d %d %s %c %d\n", in->type, in->len, in->data, in->data[4], (int)sizeof(struct msg));
	in->data[0] = 'J';
	puts(in->data);
	free(in);
	return 0;
}
