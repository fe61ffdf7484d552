#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>

#define TTL 1
#define BUF_SIZE 30
#define GROUP "239.255.42.99"

int main(void)
{
	int send_sock, recv_sock, time_live=TTL, on=1, str_len, got=0;
	unsigned char loop=1;
	struct sockaddr_in mul_adr, adr;
	struct ip_mreq join_adr;
	struct in_addr out;
	struct timeval tv={2, 0};
	char buf[BUF_SIZE];
	const char *news[]={"first news", "두 번째 소식", "bye"};
	socklen_t len=sizeof(adr);
	int i;

	recv_sock=socket(PF_INET, SOCK_DGRAM, 0);
	setsockopt(recv_sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(recv_sock, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	memset(&adr, 0, sizeof(adr));
	adr.sin_family=AF_INET;
	adr.sin_addr.s_addr=htonl(INADDR_ANY);
	adr.sin_port=htons(0);
	if(bind(recv_sock, (struct sockaddr*)&adr, sizeof(adr))==-1)
		return 1;
	getsockname(recv_sock, (struct sockaddr*)&adr, &len);
	join_adr.imr_multiaddr.s_addr=inet_addr(GROUP);
	join_adr.imr_interface.s_addr=inet_addr("127.0.0.1");
	if(setsockopt(recv_sock, IPPROTO_IP, IP_ADD_MEMBERSHIP, (void*)&join_adr, sizeof(join_adr))<0)
		printf("no membership\n");

	send_sock=socket(PF_INET, SOCK_DGRAM, 0);
	memset(&mul_adr, 0, sizeof(mul_adr));
	mul_adr.sin_family=AF_INET;
	mul_adr.sin_addr.s_addr=inet_addr(GROUP);
	mul_adr.sin_port=adr.sin_port;
	out.s_addr=inet_addr("127.0.0.1");
	setsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_TTL, (void*)&time_live, sizeof(time_live));
	setsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_IF, &out, sizeof(out));
	setsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof(loop));
	len=sizeof(time_live);
	getsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_TTL, &time_live, &len);
	printf("ttl %d\n", time_live);

	for(i=0; i<3; i++)
		sendto(send_sock, news[i], strlen(news[i]), 0, (struct sockaddr*)&mul_adr, sizeof(mul_adr));
	while(1)
	{
		str_len=recvfrom(recv_sock, buf, BUF_SIZE-1, 0, NULL, 0);
		if(str_len<0)
			break;
		buf[str_len]=0;
		puts(buf);
		got++;
		if(!strcmp(buf, "bye"))
			break;
	}
	close(send_sock);
	close(recv_sock);
	return got;
}
