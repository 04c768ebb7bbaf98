# The house of a Request Tracker that is measured: `perl rt_house.pl NAME PASSWORD QUEUE...`
#
# One member who may do what an agent does, the queues, and everybody may write to them. The reply
# that RT sends to each new letter by itself is switched off: none of the others sends one here.
use strict;
use warnings;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT;
RT::LoadConfig();
RT::Init();

my ( $name, $password, @queues ) = @ARGV;
my $system = RT->SystemUser;

sub done {
    my ( $ok, $why ) = @_;
    die "$why\n" unless $ok;
}

for my $queue (@queues) {
    my $made = RT::Queue->new($system);
    done( $made->Create( Name => $queue, CorrespondAddress => lc($queue) . '@bench.example' ) );
}
my $everyone = RT::Group->new($system);
$everyone->LoadSystemInternalGroup('Everyone');
for my $right (qw(CreateTicket ReplyToTicket)) {
    done( $everyone->PrincipalObj->GrantRight( Right => $right, Object => $RT::System ) );
}
my $agents = RT::Group->new($system);
done( $agents->CreateUserDefinedGroup( Name => 'Agents' ) );
for my $right (
    qw(SeeQueue ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket CreateTicket
    ModifyTicket OwnTicket TakeTicket StealTicket ReassignTicket Watch WatchAsAdminCc
    SeeCustomField SeeGroup ModifySelf ShowSavedSearches LoadSavedSearch)
    )
{
    done( $agents->PrincipalObj->GrantRight( Right => $right, Object => $RT::System ) );
}
my $agent = RT::User->new($system);
done(
    $agent->Create(
        Name         => $name,
        Password     => $password,
        EmailAddress => "$name\@bench.example",
        Privileged   => 1
    )
);
done( $agents->AddMember( $agent->PrincipalId ) );

my $scrips = RT::Scrips->new($system);
$scrips->UnLimit;
while ( my $scrip = $scrips->Next ) {
    done( $scrip->SetDisabled(1) )
        if $scrip->Description =~ /Autoreply/i;
}
